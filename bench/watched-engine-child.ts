/**
 * The engine process, watched: whenever its thread was held for longer than {@link LEAST_MS}, a line in the file of
 * PAIRLENS_BENCH_HOLDS says from when to when. With PAIRLENS_BENCH_PROFILE each says by whom, too: the functions of this
 * project that the processor was in meanwhile, outermost first (which slows everything down).
 */
import { appendFileSync } from 'node:fs';
import { type Profiler, Session } from 'node:inspector';
import { monotonicMilliseconds } from './monotonic.ts';

const TICK_MS = 5;
const LEAST_MS = 15;

/** When the thread was held, in milliseconds. */
export interface Hold {
  readonly from: number;
  readonly to: number;
}

const file = process.env['PAIRLENS_BENCH_HOLDS'];
const holds: Hold[] = [];
let last = monotonicMilliseconds();
setInterval(() => {
  const now = monotonicMilliseconds();
  if (now - last - TICK_MS > LEAST_MS) holds.push({ from: last, to: now });
  last = now;
}, TICK_MS).unref();

const profiler = process.env['PAIRLENS_BENCH_PROFILE'] === undefined ? null : new Session();
profiler?.connect();
profiler?.post('Profiler.enable');
profiler?.post('Profiler.setSamplingInterval', { interval: 1000 });
profiler?.post('Profiler.start');

process.on('exit', () => {
  if (file === undefined) return;
  let who: (hold: Hold) => string[] = () => [];
  profiler?.post('Profiler.stop', (error, { profile }) => {
    if (error === null) who = holders(profile);
  });
  for (const hold of holds) appendFileSync(file, `${JSON.stringify({ ...hold, who: who(hold) })}\n`);
});

/** Finds the stacks that took most of a hold. */
function holders({ nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const stackOf = (id: number): string => {
    const names: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const frame = byId.get(at)?.callFrame;
      if (frame !== undefined && (names.length === 0 || frame.url.includes('/src/')))
        names.unshift(frame.functionName === '' ? '(anonymous)' : frame.functionName);
    }
    return names.join(' > ');
  };
  return ({ from, to }: Hold): string[] => {
    const taken = new Map<string, number>();
    let at = startTime / 1000;
    samples.forEach((sample, index) => {
      const spent = (timeDeltas[index] ?? 0) / 1000;
      at += spent;
      if (at <= from || at > to) return;
      const stack = stackOf(sample);
      taken.set(stack, (taken.get(stack) ?? 0) + spent);
    });
    return [...taken]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 6)
      .map(([stack, spent]) => `${spent.toFixed(0)} ms ${stack}`);
  };
}

await import('../src/main/engine/process.ts');

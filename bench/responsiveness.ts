/**
 * How long the engine keeps others waiting while it works: its process, as the browser's shell starts it, is asked
 * something trivial every 100 ms by a process of its own, while a client has it do what takes long. Of each scenario the
 * slowest answer, and the most that the engine's thread worked in one stretch, in time of the processor: at most 50 ms each.
 * Milliseconds, for it is people who wait. On a machine that others use, answers wait for those others, too; what the
 * thread worked itself hardly shows them.
 */
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { quantile } from 'd3-array';
import { type RunningServer, startServer } from '../src/main/server/server.ts';
import { type BenchClient, connect } from './client.ts';
import { result, withScratch } from './measure.ts';
import { monotonicMilliseconds } from './monotonic.ts';
import type { ProbeAnswer } from './probe-child.ts';
import { makeWorkspace, SCENARIOS, type Workspace } from './responsiveness-scenarios.ts';
import type { Benchmark, BenchResult } from './types.ts';
import type { Hold } from './watched-engine-child.ts';

const LIMIT_MS = 50;

/** Only those whose name has this in it. */
const ONLY = process.env['PAIRLENS_BENCH_ONLY'] ?? '';

interface Window {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

async function measure(
  server: RunningServer,
  client: BenchClient,
  workspace: Workspace,
): Promise<{ windows: Window[]; answers: ProbeAnswer[] }> {
  const answers: ProbeAnswer[] = [];
  const probe = fork(join(import.meta.dirname, 'probe-child.ts'), [
    String(server.port),
    server.access.sessions.issue(),
  ]);
  probe.on('message', (answer: ProbeAnswer) => answers.push(answer));
  const windows: Window[] = [];
  try {
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      if (!name.includes(ONLY)) continue;
      await setTimeout(1000);
      const from = monotonicMilliseconds();
      await scenario(client.engine, workspace);
      // What was asked meanwhile is answered by then.
      await setTimeout(500);
      windows.push({ name, from, to: monotonicMilliseconds() });
      process.stderr.write(`${name}: ${((monotonicMilliseconds() - from) / 1000).toFixed(1)} s\n`);
    }
  } finally {
    probe.kill();
  }
  return { windows, answers };
}

function report(
  { name, from, to }: Window,
  answers: readonly ProbeAnswer[],
  holds: readonly (Hold & { readonly who: readonly string[] })[],
): BenchResult[] {
  const delays = answers.filter(({ at }) => at >= from && at <= to).map(({ delay }) => delay);
  const within = holds.filter((hold) => hold.to >= from && hold.from <= to);
  const longest = within.toSorted((a, b) => b.busy - a.busy);
  const spans = longest
    .slice(0, 5)
    .map((hold) => `${hold.busy.toFixed(0)} in ${(hold.to - hold.from).toFixed(0)}`);
  const shown = longest.filter(({ who }) => who.length > 0).slice(0, 4);
  const told = quantile(delays, 0.99)?.toFixed(1) ?? 'none';
  const who = shown.flatMap((hold) => [`  ${hold.busy.toFixed(0)} ms:`, ...hold.who]);
  if (delays.length === 0) throw new Error(`nothing was answered during ${name}`);
  return [
    result(
      `slowest answer during ${name}`,
      Math.max(...delays),
      'ms',
      LIMIT_MS,
      `${delays.length} answers, p99 ${told} ms`,
    ),
    result(
      `longest stretch of work during ${name}`,
      longest[0]?.busy ?? 0,
      'ms',
      LIMIT_MS,
      [`${within.length} over 15 ms; the longest ${spans.join(', ')} ms`, ...who].join('\n    '),
    ),
  ];
}

export const responsiveness: Benchmark = {
  name: 'responsiveness',
  run: () =>
    withScratch(async (home) => {
      const holdsFile = join(home, 'holds.jsonl');
      process.env['PAIRLENS_BENCH_HOLDS'] = holdsFile;
      writeFileSync(holdsFile, '');
      const workspace = await makeWorkspace(home);
      const server = await startServer({
        home,
        storePath: workspace.storePath,
        // Its pages are not asked for.
        rendererDir: join(home, 'renderer'),
        engineEntry: join(import.meta.dirname, 'watched-engine-child.ts'),
      });
      const client = await connect({ port: server.port, session: server.access.sessions.issue() });
      const measured = await measure(server, client, workspace);
      client.close();
      await server.close();
      const holds = readFileSync(holdsFile, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Hold & { readonly who: readonly string[] });
      return measured.windows.flatMap((window) => report(window, measured.answers, holds));
    }),
};

/**
 * How long the engine keeps others waiting while it works: its process, as the browser's shell starts it, is asked
 * something trivial every 100 ms by a process of its own, while a client has it do what takes long. Of each scenario the
 * slowest answer (at most 50 ms), the 99th percentile, and the longest stretch for which the engine's thread was held.
 * Milliseconds, for it is people who wait; on a machine that others use, some of them are theirs.
 */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
): BenchResult {
  const delays = answers.filter(({ at }) => at >= from && at <= to).map(({ delay }) => delay);
  const within = holds.filter((hold) => hold.to >= from && hold.from <= to);
  const longest = within.toSorted((a, b) => b.to - b.from - (a.to - a.from));
  const spans = longest.map((hold) => (hold.to - hold.from).toFixed(0));
  const shown = longest.filter(({ who }) => who.length > 0).slice(0, 4);
  return result(
    `slowest answer during ${name}`,
    Math.max(...delays),
    'ms',
    LIMIT_MS,
    [
      `${delays.length} answers, p99 ${(quantile(delays, 0.99) ?? Number.NaN).toFixed(1)} ms; the thread was held ${within.length} times, longest ${spans.slice(0, 5).join(', ')} ms`,
      ...shown.flatMap(({ from: start, to: end, who }) => [`  ${(end - start).toFixed(0)} ms:`, ...who]),
    ].join('\n    '),
  );
}

export const responsiveness: Benchmark = {
  name: 'responsiveness',
  run: () =>
    withScratch(async (home) => {
      const holdsFile = join(home, 'holds.jsonl');
      process.env['PAIRLENS_BENCH_HOLDS'] = holdsFile;
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
      return measured.windows.map((window) => report(window, measured.answers, holds));
    }),
};

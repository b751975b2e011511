/**
 * Imports a file of as many pairs as asked into a fresh workspace, as the engine of a shell does, and asks it something
 * every tenth of a second meanwhile. Prints what that took as JSON.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { openEngine } from '../src/main/engine/engine.ts';
import { withScratch } from './measure.ts';

const PROBE_EVERY_MS = 100;
const ROWS_AT_ONCE = 1000;
const pairs = Number(process.argv[2]);

/** Sentences of 8 and 9 words, each pair another one. */
function* csv(): Generator<string> {
  yield 'original,counterfactual,label\n';
  for (let first = 0; first < pairs; first += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, pairs - first) }, (_, row) => first + row);
    yield rows
      .map(
        (row) =>
          `"Report ${row}, of the day, was read.","Report ${row}, of the day, was not read.",part ${row % 7}\n`,
      )
      .join('');
  }
}

/** The most that this thread computes between two turns of its loop, whatever other programs do meanwhile. */
function watchOwnWork(): { stop(): number } {
  let longest = 0;
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 1);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}

await withScratch(async (home) => {
  const path = join(home, 'pairs.csv');
  await pipeline(Readable.from(csv()), createWriteStream(path));
  const engine = await openEngine({ home, storePath: join(home, 'bench.sqlite'), shell: 'cli' });
  const projectId = engine.defaultProject().id;
  const over = new AbortController();
  let longest = 0;
  let probes = 0;
  const probing = (async () => {
    while (!over.signal.aborted) {
      const asked = performance.now();
      await setTimeout(PROBE_EVERY_MS);
      engine.sets.list({ projectId });
      longest = Math.max(longest, performance.now() - asked - PROBE_EVERY_MS);
      probes++;
    }
  })();
  const work = watchOwnWork();
  const started = performance.now();
  const { set } = await engine.sets.import({ projectId, name: 'large', path });
  const seconds = (performance.now() - started) / 1000;
  over.abort();
  await probing;
  const longestWork = work.stop();
  if (set.pairCount !== pairs) throw new Error(`${set.pairCount} of ${pairs} pairs are in the set`);
  await engine.close();
  const peak = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ seconds, longest, longestWork, probes, peak })}\n`);
});

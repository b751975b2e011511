/**
 * (u) UMAP of 10,042 points of 64 numbers: exact nearest neighbours by cosine distance, and umap-js. The same points go to
 * umap-learn in scripts/query-key/umap_reference.py, which is run by hand where there is Python.
 */
import { umap } from '../src/core/analyses/query-key/umap.ts';
import { finish } from '../src/core/statistics/steps.ts';
import { randomSource } from '../src/core/statistics/random.ts';
import { result, secondsOf } from './measure.ts';
import type { Benchmark } from './types.ts';

const POINTS = 10_042;
const WIDTH = 64;
const CLUSTERS = 20;

/** Clusters about random centres, by a generator that Python has in a line: x' = 1664525 x + 1013904223 modulo 2^32. */
function umapPoints(): Float64Array {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const centres = Float64Array.from({ length: CLUSTERS * WIDTH }, next);
  return Float64Array.from(
    { length: POINTS * WIDTH },
    (_, at) => (centres[(Math.floor(at / WIDTH) % CLUSTERS) * WIDTH + (at % WIDTH)] ?? 0) + next(),
  );
}

export const umapOfPoints: Benchmark = {
  name: 'umap',
  async run() {
    const points = umapPoints();
    const random = randomSource(0, 'query-key-layout');
    const before = process.threadCpuUsage();
    const seconds = await secondsOf(() =>
      Promise.resolve(finish(umap(points, WIDTH, () => (random.bits() >>> 0) / 2 ** 32))),
    );
    const { user, system } = process.threadCpuUsage(before);
    return [
      result(
        `(u) UMAP of ${POINTS} points x ${WIDTH}`,
        (user + system) / 1e6,
        's',
        null,
        `of the processor, in one thread, once; ${seconds.toFixed(1)} s by the wall; docs/analyses/query-key.md has it beside umap-learn`,
      ),
    ];
  },
};

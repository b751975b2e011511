/**
 * The queries and keys of one head as points on a plane: q/c and ck, keys moved so that both have one mean, laid out
 * together. Beside every layout stands how much of attention its distances tell.
 */
import type { HeadVectors } from './head-space.ts';
import { meanOf } from './head-space.ts';
import { faithfulness } from './faithfulness.ts';
import type { HeadLayout } from './part.ts';
import { principalComponents } from './principal-components.ts';
import type { Projection } from './options.ts';
import { randomSource } from '../../statistics/random.ts';
import { PERPLEXITY, tsne } from './t-sne.ts';
import { umap } from './umap.ts';

export interface LayoutOptions {
  readonly projection: Exclude<Projection, 'none'>;
  readonly seed: number;
}

/** What follows is counted from here in `faithfulness`. */
const SHARE_OF_POINTS = 0.9;

/** Yields the share that is done, every some tens of milliseconds. */
export function* layOut(
  vectors: HeadVectors,
  scale: number,
  options: LayoutOptions,
): Generator<number, HeadLayout, void> {
  const joint = jointPoints(vectors, scale);
  const points = yield* scaled(project(joint, vectors.width, options), SHARE_OF_POINTS);
  const faithful = yield* faithfulness(vectors, joint, points);
  return { points, scale, ...faithful };
}

function* project(
  joint: Float64Array,
  width: number,
  { projection, seed }: LayoutOptions,
): Generator<number, Float32Array, void> {
  yield 0;
  const random = randomSource(seed, 'query-key-layout');
  const share = () => (random.bits() >>> 0) / 2 ** 32;
  switch (projection) {
    case 'pca':
      return principalComponents(joint, width);
    case 't-sne': {
      const start = principalComponents(joint, width);
      return yield* tsne(joint, width, { perplexity: PERPLEXITY, start, jitter: () => share() - 0.5 });
    }
    case 'umap':
      return yield* umap(joint, width, share);
  }
}

/** [2T, d_head]: all q/c, then all ck - c mean(k) + mean(q)/c. */
export function jointPoints({ queries, keys, width }: HeadVectors, scale: number): Float64Array {
  const queryMean = meanOf(queries, width);
  const keyMean = meanOf(keys, width);
  const joint = new Float64Array(queries.length + keys.length);
  for (let index = 0; index < queries.length; index++) joint[index] = (queries[index] as number) / scale;
  for (let index = 0; index < keys.length; index++) {
    const shift = (queryMean[index % width] as number) / scale - (keyMean[index % width] as number) * scale;
    joint[queries.length + index] = (keys[index] as number) * scale + shift;
  }
  return joint;
}

function* scaled<Result>(
  steps: Generator<number, Result, void>,
  share: number,
): Generator<number, Result, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield share * step.value;
  }
}

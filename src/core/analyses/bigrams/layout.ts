/** Embeddings of tokens as points of a plane, by the layouts of queries and keys. */
import { randomSource } from '../../statistics/random.ts';
import type { Projection } from '../query-key/options.ts';
import { principalComponents } from '../query-key/principal-components.ts';
import { PERPLEXITY, tsne } from '../query-key/t-sne.ts';
import { umap } from '../query-key/umap.ts';

export interface EmbeddingLayout {
  /** [T, d_model] */
  readonly embeddings: Float32Array;
  readonly dModel: number;
  readonly projection: Exclude<Projection, 'none'>;
  readonly seed: number;
}

/** @returns [T, 2] */
export function* layEmbeddingsOut({
  embeddings,
  dModel,
  projection,
  seed,
}: EmbeddingLayout): Generator<number, Float32Array, void> {
  yield 0;
  const points = Float64Array.from(embeddings);
  const random = randomSource(seed, 'embedding-layout');
  const share = () => (random.bits() >>> 0) / 2 ** 32;
  switch (projection) {
    case 'pca':
      return principalComponents(points, dModel);
    case 't-sne': {
      const start = principalComponents(points, dModel);
      // A vocabulary has no clusters as large as the queries and keys of a head.
      const perplexity = Math.min(PERPLEXITY, 30);
      return yield* tsne(points, dModel, { perplexity, start, jitter: () => share() - 0.5 });
    }
    case 'umap':
      return yield* umap(points, dModel, share);
  }
}

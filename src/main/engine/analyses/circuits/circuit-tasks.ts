/** What a thread of circuits can be asked: pure arithmetic on plain data, in steps. */
import { compositionOfLayers, randomCompositions } from '../../../../core/analyses/circuits/composition.ts';
import type { LayerWeights, WeightVersion } from '../../../../core/analyses/circuits/head-matrices.ts';
import { topPairs } from '../../../../core/analyses/circuits/top-pairs.ts';
import {
  addVocabularyProduct,
  circuitsOfHead,
  type HeadCircuitsRequest,
  projected,
  type ProjectionRequest,
  readDirections,
  type DirectionsRequest,
  type VocabularyProductRequest,
} from '../../../../core/analyses/circuits/vocabulary.ts';
import { layEmbeddingsOut } from '../../../../core/analyses/bigrams/layout.ts';
import { multiplyBlock } from '../../../../core/analyses/bigrams/block.ts';

export interface CompositionRequest {
  readonly from: LayerWeights;
  readonly to: LayerWeights;
  readonly versions: readonly WeightVersion[];
}

export const circuitTasks = {
  *composition({ from, to, versions }: CompositionRequest) {
    const scores: [WeightVersion, Float64Array][] = [];
    for (const [at, version] of versions.entries()) {
      const steps = compositionOfLayers(from, to, version);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield (at + step.value) / versions.length;
      scores.push([version, step.value]);
    }
    return scores;
  },
  *randomCompositions(request: {
    readonly dModel: number;
    readonly dHead: number;
    readonly seed: number;
    readonly first: number;
    readonly count: number;
  }) {
    return yield* randomCompositions(request, request.seed, request.first, request.count);
  },
  *vocabularyProduct(request: VocabularyProductRequest) {
    return yield* addVocabularyProduct(request);
  },
  *circuitsOfHead(request: HeadCircuitsRequest) {
    return yield* circuitsOfHead(request);
  },
  *directions(request: DirectionsRequest) {
    return yield* readDirections(request);
  },
  *projected(request: ProjectionRequest) {
    return yield* projected(request);
  },
  *topPairs(request: {
    readonly left: Float32Array;
    readonly right: Float32Array;
    readonly width: number;
    readonly most: number;
  }) {
    return yield* topPairs(request.left, request.right, request.width, request.most);
  },
  multiplyBlock,
  layEmbeddingsOut,
};

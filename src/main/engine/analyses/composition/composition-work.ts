import {
  combineComposition,
  type CompositionItem,
  compositionItems,
} from '../../../../core/analyses/composition/combine.ts';
import { composition } from '../../../../core/analyses/composition/definition.ts';
import type { CompositionOptions } from '../../../../core/analyses/composition/options.ts';
import type { LayerWeights } from '../../../../core/analyses/circuits/head-matrices.ts';
import { namedTensor, type NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { THREADS, UNFOLLOWED } from '../../threads/side-by-side.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { circuitThreads } from '../circuits/circuit-threads.ts';
import { readLayer, versionsOfModel } from '../circuits/layer-weights.ts';

/** Scores of all pairs of heads, of both versions: 256 MB. */
const MOST_SCORES = 2 ** 26;

/** An item is a pair of layers, or a few random matrices. The vocabulary has no part in it, however large it is. */
export const compositionWork: ModelWork<CompositionOptions, CompositionItem> = {
  definition: composition,
  usesModel: true,
  subjectHash: () => '',
  plan: (context, { samples }) => compositionItems(modelOf(context).dimensions.layers, samples),
  // Each holds the weights of two layers.
  itemsPerBatch: () => THREADS,

  async compute(context, items, { seed }, following = UNFOLLOWED) {
    const model = modelOf(context);
    const versions = versionsOfModel(model);
    const layers = new Map<number, LayerWeights>();
    for (const item of items)
      if (item.kind === 'layers')
        for (const layer of [item.from, item.to])
          if (!layers.has(layer)) layers.set(layer, await readLayer(model, layer));
    const { dModel, dHead, heads } = model.dimensions;
    return circuitThreads.compute(
      items,
      async function* (thread, item): AsyncGenerator<number, NamedTensors, void> {
        if (item.kind === 'random') {
          const { first, count } = item;
          const random = yield* thread.randomCompositions({ dModel, dHead, seed, first, count });
          return new Map([['random', namedTensor({ sample: count }, random)]]);
        }
        const [from, to] = [layers.get(item.from), layers.get(item.to)];
        if (from === undefined || to === undefined) throw new Error('both layers were read');
        const scores = yield* thread.composition({ from, to, versions });
        return new Map(
          scores.map(([version, data]) => [
            `scores_${version}`,
            namedTensor({ kind: 3, from_head: heads, to_head: heads }, data),
          ]),
        );
      },
      following,
    );
  },

  combine(context, parts, { samples }) {
    const { dimensions } = modelOf(context);
    const items = compositionItems(dimensions.layers, samples);
    const placed = {
      *[Symbol.iterator]() {
        for (const { position, part } of parts) {
          const item = items[position];
          if (item !== undefined) yield { item, part };
        }
      },
    };
    return combineComposition(placed, dimensions);
  },
};

/** @throws PairlensError BAD_REQUEST for a model without two layers, and for more heads than a result can hold */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'composition is of a model: name one');
  const { layers, heads } = model.dimensions;
  if (layers < 2)
    throw new PairlensError(
      'BAD_REQUEST',
      layers === 0
        ? `${model.name} has no layers, and so no heads that can read from each other`
        : `${model.name} has one layer: heads of one layer do not read of each other`,
      { model: model.name, layers },
    );
  const scores = 3 * versionsOfModel(model).length * (layers * heads) ** 2;
  if (scores > MOST_SCORES)
    throw new PairlensError(
      'BAD_REQUEST',
      `${layers} layers of ${heads} heads have ${Math.round(scores / 1e6)} million scores; ${Math.round(MOST_SCORES / 1e6)} million are the most`,
      { layers, heads },
    );
  return model;
}

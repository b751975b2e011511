/**
 * The values of every head on a pair, which no run keeps: computed from the model and the tokens when a map needs them.
 * Those of the last few pairs stay in memory, so that walking over heads costs nothing.
 */
import { PairlensError } from '../../../shared/errors.ts';
import type { LayerNormKind } from '../../../core/architectures/norm-names.ts';
import { layerNormMaps } from '../models/layer-norms.ts';
import { computeValues, valueNormsOfHead } from '../models/value-norms.ts';
import type { StoredTensor } from '../store/tensors.ts';
import type { DoneItem, UseModel } from './activations.ts';
import { Recent } from './recent.ts';

/** Of each statement [layers, n, key-value heads, d_head]. */
interface PairValues {
  readonly original: StoredTensor;
  readonly counterfactual: StoredTensor;
}

/** Of each statement [n]: ||v_j W_O|| of one head. */
export interface PairNorms {
  readonly original: Float64Array;
  readonly counterfactual: Float64Array;
}

/** Of each statement [n, n]: a norm of the layer, all heads together. */
export interface PairLayerNorms {
  readonly original: Float32Array;
  readonly counterfactual: Float32Array;
}

/** Bytes of values that stay in memory, and of norms of layers. */
const MEMORY = 64 * 2 ** 20;

export class ValueSource {
  /** By run and pair. */
  readonly #recent = new Recent<PairValues>(
    MEMORY,
    ({ original, counterfactual }) => original.data.byteLength + counterfactual.data.byteLength,
  );

  readonly #layerNorms = new Recent<PairLayerNorms>(
    MEMORY,
    ({ original, counterfactual }) => original.byteLength + counterfactual.byteLength,
  );

  /** @throws PairlensError as {@link layerNormMaps} */
  async layerNormsOf(
    runId: number,
    item: DoneItem,
    useModel: UseModel,
    kind: LayerNormKind,
    layer: number,
  ): Promise<PairLayerNorms> {
    const key = `${runId} ${item.role} ${item.pairId} ${kind} ${layer}`;
    return this.#layerNorms.get(key, () =>
      useModel(async (model) => {
        const { originalIds, counterfactualIds } = item.computedFrom;
        const maps = await layerNormMaps(model, [originalIds, counterfactualIds], layer, kind);
        const [original = new Float32Array(), counterfactual = new Float32Array()] = maps;
        return { original, counterfactual };
      }),
    );
  }

  /** @throws PairlensError when the model cannot be opened or run */
  async normsOf(
    runId: number,
    item: DoneItem,
    useModel: UseModel,
    { layer, head }: { readonly layer: number; readonly head: number },
  ): Promise<PairNorms> {
    const key = `${runId} ${item.role} ${item.pairId}`;
    return useModel(async (model) => {
      const { originalIds, counterfactualIds } = item.computedFrom;
      const values = await this.#recent.get(key, async () => {
        const [original, counterfactual] = await computeValues(model, {
          inputIds: [originalIds, counterfactualIds],
        });
        if (original === undefined || counterfactual === undefined)
          throw new PairlensError('INTERNAL', `the model gave no values of pair ${item.pairId}`);
        return { original, counterfactual };
      });
      return {
        original: await valueNormsOfHead(model, values.original, layer, head),
        counterfactual: await valueNormsOfHead(model, values.counterfactual, layer, head),
      };
    });
  }
}

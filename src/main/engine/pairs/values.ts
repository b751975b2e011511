/**
 * The values of every head on a pair, which no run keeps: computed from the model and the tokens when a map needs them.
 * Those of the last few pairs stay in memory, so that walking over heads costs nothing.
 */
import { PairlensError } from '../../../shared/errors.ts';
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

/** Bytes of values that stay in memory. */
const MEMORY = 64 * 2 ** 20;

export class ValueSource {
  /** By run and pair. */
  readonly #recent = new Recent<PairValues>(
    MEMORY,
    ({ original, counterfactual }) => original.data.byteLength + counterfactual.data.byteLength,
  );

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

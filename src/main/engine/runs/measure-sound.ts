/** A batch measured, but for the comparisons on which the model overflows: those fail, each with the hook point's name. */
import type { LoadedModel } from '../models/library.ts';
import type { BatchActivations } from '../inference/kept-tensors.ts';
import { layerNotFinite, notFiniteFailure } from '../inference/not-finite.ts';
import {
  computeBatch,
  measureActivations,
  type Measurement,
  type MeasuredPairResult,
} from './measure-batch.ts';
import type { FailedComparison, PreparedComparison, PreparedPair } from './prepare-pair.ts';

type SoundModel = Pick<LoadedModel, 'dimensions' | 'causal' | 'tokenizer' | 'hooks' | 'run'>;

/** A statement with values that are not finite. */
interface Doubt {
  readonly statement: string;
  readonly ids: readonly number[];
  readonly layer: number;
}

/**
 * @returns what was measured, and what failed with ACTIVATION_NOT_FINITE; every comparison is in one of the two
 * @throws PairlensError INFERENCE_FAILED and what LoadedModel.run throws
 */
export async function measureSound(
  model: SoundModel,
  batch: readonly PreparedPair[],
  activations: BatchActivations,
  measurement: Measurement,
): Promise<{ results: MeasuredPairResult[]; failures: FailedComparison[] }> {
  const doubts = doubtsIn(batch, activations);
  const measured = measureActivations(model, batch, activations, measurement);
  if (doubts.size === 0) return { results: measured, failures: [] };
  const results: MeasuredPairResult[] = measured
    .map((result) => ({
      ...result,
      comparisons: result.comparisons.filter(({ comparison }) => !doubts.has(comparison)),
    }))
    .filter(({ comparisons }) => comparisons.length > 0);
  const failures: FailedComparison[] = [];
  for (const { originalIds, comparisons } of batch)
    for (const comparison of comparisons) {
      const doubt = doubts.get(comparison);
      if (doubt === undefined) continue;
      const failure = await notFiniteFailure(model, doubt.statement, doubt.ids, doubt.layer);
      if (failure !== null) {
        failures.push({ item: comparison.item, failure });
        continue;
      }
      // Padding that overflows reaches its neighbours; alone there is none but that of the pair.
      const alone = [{ originalIds, comparisons: [comparison] }];
      results.push(...measureActivations(model, alone, await computeBatch(model, alone), measurement));
    }
  return { results, failures };
}

/** The comparisons that something is not finite of: of their original, or of what it is compared with. */
function doubtsIn(
  batch: readonly PreparedPair[],
  activations: BatchActivations,
): Map<PreparedComparison, Doubt> {
  const doubts = new Map<PreparedComparison, Doubt>();
  let row = 0;
  for (const { originalIds, comparisons } of batch) {
    const ofOriginal = doubtOf('original', originalIds, row++, activations);
    for (const comparison of comparisons) {
      const statement = comparison.item.role === 'neutral' ? 'neutral' : 'counterfactual';
      const doubt = doubtOf(statement, comparison.ids, row++, activations);
      const either = ofOriginal ?? doubt;
      if (either !== null) doubts.set(comparison, either);
    }
  }
  return doubts;
}

function doubtOf(
  statement: string,
  ids: readonly number[],
  row: number,
  activations: BatchActivations,
): Doubt | null {
  const layer = layerNotFinite(activations, row, ids.length);
  return layer === null ? null : { statement, ids, layer };
}

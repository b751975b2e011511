/** A batch measured, but for the comparisons on which the model overflows: those fail, each with the hook point's name. */
import type { PairlensError } from '../../../shared/errors.ts';
import type { BatchActivations } from '../inference/kept-tensors.ts';
import { layerNotFinite, notFiniteFailure } from '../inference/not-finite.ts';
import type { LoadedModel } from '../models/library.ts';
import type { ItemPlace } from '../store/run-items.ts';
import { inTurns } from '../threads/turns.ts';
import {
  measureBatch,
  type MeasuredPairResult,
  type Measurement,
  measureSteps,
  releaseBatch,
} from './measure-batch.ts';
import type { FailedComparison, PreparedPair } from './prepare-pair.ts';

type SoundModel = Pick<LoadedModel, 'dimensions' | 'causal' | 'tokenizer' | 'hooks' | 'run'>;

/** A statement with values that are not finite. */
interface Doubt {
  readonly statement: string;
  readonly ids: readonly number[];
  readonly layer: number;
}

/** A batch, of which some comparisons may be done: they travel with it, and are passed over. */
interface OpenBatch {
  readonly pairs: readonly PreparedPair[];
  readonly isOpen: (item: ItemPlace) => boolean;
}

/**
 * The activations are given back.
 * @returns what was measured, and what failed with ACTIVATION_NOT_FINITE; every open comparison is in one of the two
 * @throws PairlensError INFERENCE_FAILED and what LoadedModel.run throws
 */
export async function measureSound(
  model: SoundModel,
  { pairs, isOpen }: OpenBatch,
  activations: BatchActivations,
  measurement: Measurement,
): Promise<{ results: MeasuredPairResult[]; failures: FailedComparison[] }> {
  const doubts = doubtsIn(pairs, activations);
  const isSound = (item: ItemPlace) => isOpen(item) && !doubts.has(item);
  const results = await inTurns(measureSteps(model, pairs, activations, measurement, isSound));
  releaseBatch(activations);
  const failures: FailedComparison[] = [];
  for (const { originalIds, comparisons } of pairs)
    for (const comparison of comparisons) {
      const { item } = comparison;
      const own = isOpen(item) ? doubts.get(item) : undefined;
      if (own === undefined) continue;
      const failure = await firstFailure(model, own);
      if (failure !== null) failures.push({ item, failure });
      // Padding that overflows reaches its neighbours; alone there is none but that of the pair.
      else
        results.push(
          ...(await measureBatch(model, [{ originalIds, comparisons: [comparison] }], measurement)),
        );
    }
  return { results, failures };
}

/** Of its statements, the first that overflows by itself; null where none does. */
async function firstFailure(model: SoundModel, doubts: readonly Doubt[]): Promise<PairlensError | null> {
  for (const { statement, ids, layer } of doubts) {
    const failure = await notFiniteFailure(model, statement, ids, layer);
    if (failure !== null) return failure;
  }
  return null;
}

/** The comparisons that something is not finite of: of their original, or of what it is compared with. */
function doubtsIn(pairs: readonly PreparedPair[], activations: BatchActivations): Map<ItemPlace, Doubt[]> {
  const doubts = new Map<ItemPlace, Doubt[]>();
  let row = 0;
  for (const { originalIds, comparisons } of pairs) {
    const ofOriginal = doubtOf('original', originalIds, row++, activations);
    for (const { item, ids } of comparisons) {
      const statement = item.role === 'neutral' ? 'neutral' : 'counterfactual';
      const doubt = doubtOf(statement, ids, row++, activations);
      const own = [ofOriginal, doubt].filter((one) => one !== null);
      if (own.length > 0) doubts.set(item, own);
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

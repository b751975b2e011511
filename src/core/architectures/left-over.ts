import { CoreError } from '../errors.ts';
import type { WeightsPlan } from './weights-plan.ts';

/** What transformers and trl call the heads of other tasks, in checkpoints whose own tensors have no prefix. */
const OTHER_HEADS =
  /^(cls\.seq_relationship|(pre_)?classifier|qa_outputs|score|multiple_choice_head|v_head)\./;

const NAMED = 3;

/**
 * Refuses a checkpoint that has a tensor of the model for which there is no place in what config.json describes (a layer
 * too many, a bias that the config denies, a variant of the family): without it, another model would be computed than the
 * one that was trained.
 * @param namespaces what the names of the model's own tensors begin with
 * @throws CoreError CHECKPOINT_INVALID naming the first few
 */
export function refuseLeftOver(weights: WeightsPlan, namespaces: readonly string[]): void {
  const tensors = weights.forgotten.filter(
    (name) => namespaces.some((start) => name.startsWith(start)) && !OTHER_HEADS.test(name),
  );
  if (tensors.length === 0) return;
  const named = tensors.slice(0, NAMED).map((name) => `"${name}"`);
  if (tensors.length > NAMED) named.push(`${tensors.length - NAMED} more`);
  throw new CoreError(
    'CHECKPOINT_INVALID',
    `the model of config.json has no place for ${named.join(', ')} of the checkpoint`,
    { tensors },
  );
}

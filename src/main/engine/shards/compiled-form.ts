/** A large checkpoint may be compiled in either of two forms, of the same numbers: parts of one plan are of one form. */
import type { PlannedModel } from './part-format.ts';

const FIELD = 'model.compiled_weights_sha256';

/** What to do where the forms differ. */
export function toOneForm({ name, weights_sha256 }: Pick<PlannedModel, 'name' | 'weights_sha256'>): string {
  return (
    'an older Pairlens compiled large checkpoints of two bytes a parameter into float32; where that form is left, delete ' +
    `the folder ${weights_sha256.slice(0, 16)}-… without “halves” in its name from PAIRLENS_HOME/models, run pairlens models ` +
    `compile ${name}, and compute again what was computed with it`
  );
}

/** What to add where plans differ in these fields, as planDifferences names them; '' where the forms are the same. */
export function formAdvice(model: PlannedModel, differences: readonly string[]): string {
  return differences.some((field) => field.startsWith(FIELD)) ? ` (${toOneForm(model)})` : '';
}

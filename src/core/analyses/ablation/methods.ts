/**
 * What is put in the place of what a head reads out (hook_z), at all positions of a text. docs/science.md, _Ablation_.
 *
 *   zero       nothing
 *   mean_row   the mean over the text's own positions
 *   mean_set   the mean over all tokens of all texts
 *   resample   what the head reads out of another text of the set, at the same position
 *
 * Means and what is taken from elsewhere are those of the clean run.
 */
export const ABLATION_METHODS = ['zero', 'mean_row', 'mean_set', 'resample'] as const;
export type AblationMethod = (typeof ABLATION_METHODS)[number];

/** Which positions of two statements correspond. docs/science.md, section 1. */

export const ALIGNMENT_METHODS = ['auto', 'position', 'edit'] as const;
/** What a person asks for. */
export type AlignmentMethod = (typeof ALIGNMENT_METHODS)[number];

/** What was done; 'manual' is a person's correction. */
export type AlignmentUsed = 'position' | 'edit' | 'manual';

/** The aligned positions (i_s, j_s), ascending in both, and what is left over on either side. */
export interface Alignment {
  readonly used: AlignmentUsed;
  /** [m] positions in the original. */
  readonly original: Int32Array;
  /** [m] positions in the counterfactual; counterfactual[s] corresponds to original[s]. */
  readonly counterfactual: Int32Array;
  /** Positions of the original without a counterpart, ascending. */
  readonly unalignedOriginal: Int32Array;
  /** Positions of the counterfactual without a counterpart, ascending. */
  readonly unalignedCounterfactual: Int32Array;
}

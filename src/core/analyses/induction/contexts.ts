/** The two contexts of the in-context learning score (Olsson et al. 2022): the loss with a short one less that with a long one. */
export interface Contexts {
  readonly early: number;
  readonly late: number;
}

/** The long context is cut to what the model takes; the short one, where it is no shorter, is a tenth of that. */
export function contextsOf(
  { early, late }: Contexts,
  { maxPositions, causal }: { readonly maxPositions: number; readonly causal: boolean },
): Contexts {
  // A decoder's token number c, with those before it, makes c + 1.
  const longest = Math.min(late, causal ? maxPositions - 1 : maxPositions);
  return { early: early < longest ? early : Math.max(1, Math.floor(longest / 10)), late: longest };
}

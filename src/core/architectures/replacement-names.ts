/** The inputs by which a graph puts something else in the place of what it computes at a hook point. */
export const replacementInputs = (hook: string) => ({
  /** bool: where to replace. */
  mask: `${hook}.mask`,
  /** float32: what by. */
  replacement: `${hook}.replacement`,
});

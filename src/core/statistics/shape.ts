/** The shape of a change: how many tokens it puts in, takes out and replaces. Pairs are compared within shapes. */

/** Tokens of b without counterpart, tokens of a without counterpart, aligned tokens that differ. */
export type Shape = readonly [inserted: number, deleted: number, substituted: number];

/**
 * The shape of the change from a to b under the tokenizer that made the ids.
 *
 * @param a [n] token ids of the original
 * @param b [n'] token ids of what it was changed into
 * @param aligned pairs of positions in a and b, each position at most once; one made by hand counts as it stands
 */
export function shapeOfChange(
  a: readonly number[],
  b: readonly number[],
  aligned: readonly (readonly [number, number])[],
): Shape {
  const substituted = aligned.filter(([i, j]) => a[i] !== b[j]).length;
  return [b.length - aligned.length, a.length - aligned.length, substituted];
}

/** `inserted/deleted/substituted`, as strata are named and as what is left out is listed. */
export function shapeName(shape: Shape): string {
  return shape.join('/');
}

/** Whether two changes of one original are of the same shape: what a paired comparison asks of its neutral. */
export function sameShape(first: Shape, second: Shape): boolean {
  return first.every((count, place) => count === second[place]);
}

/** Where a pair is looked at first. */

/**
 * The head whose value is largest; the first one where there is none.
 * @param values [layers][heads]
 */
export function strongestHead(values: readonly (readonly (number | null)[])[]): {
  readonly layer: number;
  readonly head: number;
} {
  let strongest = { layer: 0, head: 0 };
  let most = -Infinity;
  for (const [layer, heads] of values.entries())
    for (const [head, value] of heads.entries())
      if (value !== null && value > most) {
        most = value;
        strongest = { layer, head };
      }
  return strongest;
}

/** Editing which positions of two statements correspond: links are one to one and never cross. */

/** [position in the original, position in the counterfactual] */
export type Link = readonly [number, number];

/**
 * The links after a person joined `original` and `counterfactual`: those that touched either position or would cross
 * the new link give way. Joining what is joined already takes the link away. Ascending in both.
 */
export function toggleLink(links: readonly Link[], [original, counterfactual]: Link): Link[] {
  const exists = links.some(([i, j]) => i === original && j === counterfactual);
  const rest = links.filter(([i, j]) =>
    exists ? !(i === original && j === counterfactual) : isBefore(i, j) || isAfter(i, j),
  );
  if (exists) return rest;
  return [...rest, [original, counterfactual] as const].sort((a, b) => a[0] - b[0]);

  function isBefore(i: number, j: number): boolean {
    return i < original && j < counterfactual;
  }
  function isAfter(i: number, j: number): boolean {
    return i > original && j > counterfactual;
  }
}

export function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
  return a.length === b.length && a.every(([i, j], k) => b[k]?.[0] === i && b[k][1] === j);
}

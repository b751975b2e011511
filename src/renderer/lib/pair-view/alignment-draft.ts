/** Editing which positions of two statements correspond: links are one to one and never cross. */

import type { ChipAt } from './token-focus.ts';

/** [position in the original, position in the counterfactual] */
export type Link = readonly [number, number];

/** The links after a person joined the two: as {@link tie}, but joining what is joined already takes the link away. */
export function toggleLink(links: readonly Link[], link: Link): Link[] {
  return isTied(links, link) ? links.filter(([i, j]) => !(i === link[0] && j === link[1])) : tie(links, link);
}

/**
 * The links with one between `original` and `counterfactual`: those that touched either position or would cross the new
 * link give way. Ascending in both.
 */
export function tie(links: readonly Link[], [original, counterfactual]: Link): Link[] {
  const rest = links.filter(([i, j]) => isBefore(i, j) || isAfter(i, j));
  return [...rest, [original, counterfactual] as const].sort((a, b) => a[0] - b[0]);

  function isBefore(i: number, j: number): boolean {
    return i < original && j < counterfactual;
  }
  function isAfter(i: number, j: number): boolean {
    return i > original && j > counterfactual;
  }
}

/** The links without that of a position in one of the statements. */
export function untie(links: readonly Link[], { side, index }: ChipAt): Link[] {
  return links.filter((link) => link[side === 'original' ? 0 : 1] !== index);
}

/** What is linked with a position in one of the statements; null for nothing. */
export function partnerOf(links: readonly Link[], { side, index }: ChipAt): ChipAt | null {
  const link = links.find((each) => each[side === 'original' ? 0 : 1] === index);
  if (link === undefined) return null;
  return side === 'original'
    ? { side: 'counterfactual', index: link[1] }
    : { side: 'original', index: link[0] };
}

function isTied(links: readonly Link[], [original, counterfactual]: Link): boolean {
  return links.some(([i, j]) => i === original && j === counterfactual);
}

export function sameLinks(a: readonly Link[], b: readonly Link[]): boolean {
  return a.length === b.length && a.every(([i, j], k) => b[k]?.[0] === i && b[k][1] === j);
}

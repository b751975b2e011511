/** Pairs to compare, as tests make them. */
import type { ComparedPair } from './compared-pair.ts';

let next = 0;

/** A pair whose change, after its second token, inserts or replaces so many tokens. */
export function examplePair({
  inserted = 0,
  substituted = 0,
  length = 8,
  position = next++,
  label = null,
  cluster = null,
}: Partial<Pick<ComparedPair, 'position' | 'label' | 'cluster'>> & {
  readonly inserted?: number;
  readonly substituted?: number;
  readonly length?: number;
}): ComparedPair {
  const originalIds = Array.from({ length }, (_, place) => 100 + place);
  const counterfactualIds = [
    ...originalIds.slice(0, 2),
    ...Array.from({ length: inserted }, (_, place) => 900 + place),
    ...originalIds.slice(2).map((id, place) => (place < substituted ? id + 500 : id)),
  ];
  return {
    position,
    label,
    cluster,
    originalIds,
    counterfactualIds,
    aligned: originalIds.map((_, place) => [place, place < 2 ? place : place + inserted]),
  };
}

export function examplePairs(count: number, parts: Parameters<typeof examplePair>[0]): ComparedPair[] {
  return Array.from({ length: count }, () => examplePair(parts));
}

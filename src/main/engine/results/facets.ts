/** How many pairs a value of the filter would leave: what stands beside each entry of its menus. */
import type { ResultFilter } from '../../../shared/entities.ts';
import type { Facet, FacetCount } from '../../../shared/results.ts';
import type { RowColumns } from './column-cache.ts';

/** The filter without what it says of these values themselves: each is counted as if it were chosen. */
export function withoutFacet(filter: ResultFilter, of: Facet): ResultFilter {
  return { ...filter, [of]: undefined };
}

/** By layer, or by head: of how many pairs a row there passes; those without any are left out. */
export function pairsByPlace(rows: RowColumns, mask: Uint8Array, of: 'layers' | 'heads'): FacetCount[] {
  const { layers, heads } = rows;
  const many = of === 'layers' ? layers : heads;
  const counts = new Uint32Array(many);
  const seen = new Uint8Array(many);
  for (let row = 0; row < mask.length; seen.fill(0))
    for (let place = 0; place < layers * heads; place++, row++) {
      const value = of === 'layers' ? Math.floor(place / heads) : place % heads;
      if (mask[row] !== 1 || seen[value] === 1) continue;
      seen[value] = 1;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  return [...counts].flatMap((pairs, value) => (pairs === 0 ? [] : [{ value, pairs }]));
}

/** Of labels: how many times each is there, in the order in which they come. */
export function pairsByLabel(labels: Iterable<string | null>): FacetCount[] {
  const counts = new Map<string | null, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([value, pairs]) => ({ value, pairs }));
}

/** The way among small maps: in every layer the mean first, then its heads. */
import type { SmallMapAt } from '../../../core/figures/kinds/pair-small-maps.ts';
import { headAfter, type HeadCounts, type HeadKey } from '../../charts/heads.ts';

/** The map that a key leads to; at the edge it is the same one. */
export function smallMapAfter(at: SmallMapAt, key: HeadKey, { layers, heads }: HeadCounts): SmallMapAt {
  const column = at.head === null ? 0 : at.head + 1;
  const next = headAfter({ layer: at.layer, head: column }, key, { layers, heads: heads + 1 });
  return { layer: next.layer, head: next.head === 0 ? null : next.head - 1 };
}

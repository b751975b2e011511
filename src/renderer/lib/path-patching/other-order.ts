/** The senders that are no heads: in which order they are listed. */
import type { PathEffect } from '../../../core/analyses/path-patching/maps.ts';
import { senderWords } from '../../../core/analyses/path-patching/words.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import type { OTHER_ORDERS } from './other-orders.ts';

export interface OtherSort {
  readonly by: (typeof OTHER_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

/** @param sort null: as they come, what sends most first */
export function sortedOthers(effects: readonly PathEffect[], sort: OtherSort | null): readonly PathEffect[] {
  if (sort === null) return effects;
  const { by, direction } = sort;
  return sortRows(
    effects,
    ({ from, mean, q }) => ({ from: senderWords(from), share: mean, q })[by],
    direction,
  );
}

/** The pairs that something is noted of: in which order they are listed. */
import { NOTE_NAMES } from '../../../core/pairs/quality-words.ts';
import { ROLES } from '../../../shared/entities.ts';
import type { NotedPairs, RoleQuality } from '../../../shared/pair-quality.ts';
import { sortRows } from '../../ui/sort-rows.ts';
import type { NOTE_ORDERS } from './note-orders.ts';

export interface NoteSort {
  readonly by: (typeof NOTE_ORDERS)[number];
  readonly direction: 'asc' | 'desc';
}

export type NotedPair = NotedPairs['examples'][number] & Pick<RoleQuality, 'role'> & Pick<NotedPairs, 'note'>;

/** @param sort null: as they come, by what is noted */
export function sortedNotes(pairs: readonly NotedPair[], sort: NoteSort | null): readonly NotedPair[] {
  if (sort === null) return pairs;
  const valueOf = ({ role, position, original, note }: NotedPair): string => {
    switch (sort.by) {
      // Those of the set, of the control, then neutrals.
      case 'pair':
        return `${ROLES.indexOf(role)} ${position}`;
      case 'original':
        return original;
      case 'why':
        return NOTE_NAMES[note];
    }
  };
  return sortRows(pairs, valueOf, sort.direction);
}

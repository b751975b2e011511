import { expect, test } from 'vitest';
import { type NotedPair, type NoteSort, sortedNotes } from './note-order.ts';

const noted = (
  role: NotedPair['role'],
  position: number,
  original: string,
  note: NotedPair['note'],
): NotedPair => ({ role, pairId: position + 1, position, original, compared: original, note });
const PAIRS = [
  noted('control', 0, 'b', 'unknown_tokens'),
  noted('set', 10, 'c', 'unknown_tokens'),
  noted('set', 2, 'a', 'one_token'),
];

test.each<[NoteSort | null, number[]]>([
  [null, [0, 10, 2]],
  // The set first, by number.
  [{ by: 'pair', direction: 'asc' }, [2, 10, 0]],
  [{ by: 'pair', direction: 'desc' }, [0, 10, 2]],
  [{ by: 'original', direction: 'desc' }, [10, 0, 2]],
  // Those of one reason stay in the order in which they came.
  [{ by: 'why', direction: 'asc' }, [2, 0, 10]],
])('%j', (sort, order) => {
  expect(sortedNotes(PAIRS, sort).map(({ position }) => position)).toEqual(order);
});

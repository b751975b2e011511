import { expect, test } from 'vitest';
import type { Mark } from '../../../shared/marks.ts';
import { ROOMS } from '../../rooms.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { keyOf, markLines } from './mark-words.ts';

const kept = { changedAt: '2026-01-01T00:00:00.000Z' };
const marks: Mark[] = [
  {
    of: 'head',
    model: 'char-en',
    layer: 5,
    head: 9,
    note: 'looks at “not”\nand more',
    pinned: false,
    ...kept,
  },
  { of: 'head', model: 'char-en', layer: 0, head: 1, note: '', pinned: true, ...kept },
  {
    of: 'pair',
    pairId: 7,
    setId: 2,
    set: 'few',
    position: 11,
    original: 'It is.',
    counterfactual: 'It is not.',
    runId: null,
    note: 'odd',
    pinned: true,
    ...kept,
  },
];

test('of the palette: pinned ones first, with the first line of their note, and where they are', () => {
  expect(markLines(marks, 'head', 1)).toEqual([
    {
      text: 'L0 H1 of char-en',
      note: 'pinned',
      to: { room: 'head', projectId: 1, model: 'char-en', layer: 0, head: 1 },
    },
    {
      text: 'L5 H9 of char-en: looks at “not”',
      note: 'note',
      to: { room: 'head', projectId: 1, model: 'char-en', layer: 5, head: 9 },
    },
  ]);
  // No run has measured it: it is looked at in its set.
  expect(markLines(marks, 'pair', 1)).toEqual([
    {
      text: 'Pair 12 of “few”, It is not.: odd',
      note: 'pinned',
      to: { room: 'pairs', projectId: 1, setId: 2, search: 'It is.' },
    },
  ]);
});

test('a pair that a run has is opened from the list of those of the run', () => {
  navigation.rooms = ROOMS;
  const ofRun = marks.map((mark) => (mark.of === 'pair' ? { ...mark, runId: 4 } : mark));
  expect(markLines(ofRun, 'pair', 1).map(({ to }) => to)).toEqual([
    { room: 'pair', projectId: 1, runId: 4, pairId: 7, list: 'marked=yes&sort=pair%3Aasc' },
  ]);
});

test('a thing and what is kept of it have one key', () => {
  const [first] = marks;
  expect(first && keyOf(first)).toBe(keyOf({ of: 'head', model: 'char-en', layer: 5, head: 9 }));
});

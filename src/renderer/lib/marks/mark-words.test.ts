import { expect, test } from 'vitest';
import type { Mark } from '../../../shared/marks.ts';
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
      text: 'Pair 12 of few, It is not.: odd',
      note: 'pinned',
      to: { room: 'pairs', projectId: 1, setId: 2, search: 'It is.' },
    },
  ]);
});

test('a thing and what is kept of it have one key', () => {
  const [first] = marks;
  expect(first && keyOf(first)).toBe(keyOf({ of: 'head', model: 'char-en', layer: 5, head: 9 }));
});

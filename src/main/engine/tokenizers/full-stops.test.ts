import { expect, test } from 'vitest';
import { fullStops } from './full-stops.ts';

test.each([
  ['plain', 'continuations', ['[CLS]', '.', '##.', '...', 'a.', '!', '׃', '。']],
  ['byte-level', 'spaces', ['<s>', '.', 'Ġ.', '..', 'd.', '!', '×ĥ', 'ãĢĤ']],
  ['sentencepiece', 'spaces', ['<s>', '.', '.▁', '...', 'd.', '!', '׃', '。']],
] as const)('of a vocabulary that is %s: full stops alone, no sof pasuq', (spelling, marks, pieces) => {
  const byId = new Map(pieces.map((piece, id) => [id, piece]));
  expect([...fullStops(byId, new Set([0]), marks, spelling)]).toEqual([1, 2, 7]);
});

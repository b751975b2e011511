import { expect, test } from 'vitest';
import { coloursInWords, headsOver } from '../../../core/figures/heads-over.ts';
import { headsAfter, toggled, type LineHeads } from './line-heads.ts';

const alone: LineHeads = { head: 9, also: [], colours: [] };
const wordsOf = (heads: LineHeads | null) => coloursInWords(heads === null ? [] : headsOver(heads), 'light');

/** One after the other. */
function after(start: LineHeads, ...heads: readonly number[]): LineHeads | null {
  let now: LineHeads | null = start;
  for (const head of heads) now = now === null ? null : toggled(now, head);
  return now;
}

test.each([
  { clicked: [3, 7], drawn: 'H9 blue, H3 orange, H7 green', why: 'one colour after the other' },
  { clicked: [3, 7, 3], drawn: 'H9 blue, H7 green', why: 'one of the middle goes' },
  { clicked: [3, 7, 9], drawn: 'H3 orange, H7 green', why: 'the open one goes' },
  {
    clicked: [3, 7, 3, 5],
    drawn: 'H9 blue, H7 green, H5 orange',
    why: 'a new one takes the colour that is free',
  },
])('heads keep their colours: $why', ({ clicked, drawn }) => {
  expect(wordsOf(after(alone, ...clicked))).toBe(drawn);
});

test('in their order heads need no colours in the address, nor does one that is alone', () => {
  expect(after(alone, 3, 7)).toEqual({ head: 9, also: [3, 7], colours: [] });
  expect(after(alone, 3, 7, 3)).toEqual({ head: 9, also: [7], colours: [0, 2] });
  expect(after(alone, 3, 9)).toEqual({ head: 3, also: [], colours: [] });
});

test('the last head stays, and a ninth does not come', () => {
  expect(after(alone, 9)).toBeNull();
  expect(after(alone, 0, 1, 2, 3, 4, 5, 6)?.also).toHaveLength(7);
  expect(after(alone, 0, 1, 2, 3, 4, 5, 6, 7)).toBeNull();
});

test('colours that are not one each, as somebody may write them into an address, are not followed', () => {
  expect(wordsOf({ head: 9, also: [3], colours: [1, 1] })).toBe('H9 blue, H3 orange');
  expect(wordsOf({ head: 9, also: [3], colours: [4, 5, 6] })).toBe('H9 blue, H3 orange');
  expect(wordsOf({ head: 9, also: [3], colours: [1, 1, 2] })).toBe('H9 blue, H3 orange');
});

const open = { layer: 5, head: 9, also: [7, 3], colours: [0, 2, 1] };

test.each([
  { to: { layer: 6, head: 9 }, drawn: 'H9 blue', why: 'those of another layer are other heads' },
  {
    to: { head: 4 },
    drawn: 'H4 blue, H7 green, H3 orange',
    why: 'another of the layer takes the place of the open one',
  },
  {
    to: { layer: 5, head: 3 },
    drawn: 'H3 orange, H7 green',
    why: 'one that is drawn keeps its colour, and the open one goes',
  },
  { to: {}, drawn: 'H9 blue, H7 green, H3 orange', why: 'nothing is opened' },
])('heads over the open one when another is opened: $why', ({ to, drawn }) => {
  expect(wordsOf({ head: to.head ?? open.head, ...headsAfter(open, to) })).toBe(drawn);
});

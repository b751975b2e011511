import { expect, test } from 'vitest';
import type { PairDetail, Token } from '../../../shared/entities.ts';
import type { ChipLink } from './chip-links.ts';
import {
  changesIn,
  changesOf,
  farthestAligned,
  fittingSpan,
  isTooFaint,
  whereChanged,
  windowOver,
} from './long-pairs.ts';

/** Tokens with these ids, each a word of its own. */
function tokens(ids: readonly number[]): Token[] {
  return ids.map((id, at) => ({ id, text: `w${id}`, word: at, special: false }));
}

const HUNDRED = Array.from({ length: 100 }, (_, at) => at);

/** @param put what stands in place of the 60th of a hundred tokens; undefined: it stays out */
function pairWith(put: readonly number[]): PairDetail {
  const ids = HUNDRED.toSpliced(60, 1, ...put);
  const pairs = HUNDRED.flatMap((at): [number, number][] =>
    at === 60 ? (put.length === 0 ? [] : [[at, at]]) : [[at, at < 60 ? at : at + put.length - 1]],
  );
  return {
    original: tokens(HUNDRED),
    counterfactual: tokens(ids),
    alignment: { used: 'edit', pairs },
  } as unknown as PairDetail;
}

test.each([
  ['with another in its place', [500], { original: [60], counterfactual: [60] }, []],
  ['and one more', [60, 500], { original: [], counterfactual: [61] }, []],
  ['without it', [], { original: [60], counterfactual: [] }, [60]],
  ['as it is', [60], { original: [], counterfactual: [] }, []],
])('of a hundred tokens %s', (_what, put, changed, missingBefore) => {
  for (const view of ['tokens', 'words'] as const)
    expect(changesIn(pairWith(put), view)).toEqual({ changed, missingBefore });
});

test('what is missing at the end is missing before what would come next', () => {
  const links: ChipLink[] = [{ original: 0, counterfactual: 0, kind: 'match' }];
  expect(changesOf(links, { original: 3, counterfactual: 1 }).missingBefore).toEqual([1]);
});

test.each([
  ['around a token that has another in its place', [500], null, [52, 67]],
  ['around a token that was put in', [60, 500], null, [53, 68]],
  ['around the place of one that was taken out', [], null, [52, 67]],
  ['at the beginning where nothing differs', [60], null, [0, 15]],
  ['where it was put', [500], 10, [10, 25]],
  ['no farther than the text', [500], 95, [84, 99]],
  ['no sooner than the text', [500], -5, [0, 15]],
])('a window stands %s', (_what, put, from, expected) => {
  const detail = pairWith(put);
  const count = detail.counterfactual.length;
  expect(windowOver(changesIn(detail, 'tokens'), { count, from, span: 16 })).toEqual(expected);
});

/** Links of n chips, each with that at its place. */
const straight = (n: number): ChipLink[] =>
  Array.from({ length: n }, (_, at) => ({ original: at, counterfactual: at, kind: 'match' }));

test('a window shows as many tokens as have room wherever it stands', () => {
  const even = { original: Array<number>(60).fill(40), counterfactual: Array<number>(60).fill(40) };
  expect(fittingSpan(800, even, straight(60))).toBe(20);
  // Ten wide ones in a row are the worst place.
  const wide = even.counterfactual.map((width, at) => (at >= 30 && at < 40 ? 80 : width));
  expect(fittingSpan(800, { ...even, counterfactual: wide }, straight(60))).toBe(10);
  expect(fittingSpan(800, { ...even, original: wide }, straight(60))).toBe(10);
});

test.each([
  ['a few more tokens beside one window than it has: so much smaller are all', 5, 15],
  ['a great many: that place scrolls', 100, 20],
])('the original has %s', (_what, more, expected) => {
  const links = straight(60).map((link) => ({
    ...link,
    original: link.original < 30 ? link.original : link.original + more,
  }));
  const widths = {
    original: Array<number>(60 + more).fill(10),
    counterfactual: Array<number>(60).fill(10),
  };
  expect(fittingSpan(200, widths, links)).toBe(expected);
});

test.each([
  ['in every place: windows are so much smaller', (at: number) => 3 * at, 6],
  ['at its end: that place scrolls', (at: number) => at, 18],
])('of 20 tokens under 60, the original has more %s', (_what, beside, expected) => {
  const links = straight(20).map((link) => ({ ...link, original: beside(link.original) }));
  const widths = { original: Array<number>(60).fill(40), counterfactual: Array<number>(20).fill(40) };
  expect(fittingSpan(800, widths, links)).toBe(expected);
});

test('a window has its limits', () => {
  const widths = { original: Array<number>(60).fill(40), counterfactual: Array<number>(60).fill(40) };
  expect(fittingSpan(10_000, widths, straight(60))).toBe(40);
  expect(fittingSpan(10, widths, straight(60))).toBe(6);
});

test('a small difference is not seen on a scale from -1 to 1, and is on its own', () => {
  expect(isTooFaint(-0.17, [-1, 1])).toBe(true);
  expect(isTooFaint(-0.5, [-1, 1])).toBe(false);
  expect(isTooFaint(-0.17, [-0.2, 0.2])).toBe(false);
  // A cell is larger than a dot.
  expect(isTooFaint(-0.17, [-1, 1], 'cell')).toBe(false);
  expect(isTooFaint(0.03, [-1, 1], 'cell')).toBe(true);
  // Where nothing differs, no scale shows more.
  expect(isTooFaint(0, [-1, 1])).toBe(false);
});

test('the largest aligned difference leaves out what only one statement has', () => {
  const values = [0.1, -0.6, 0.9, 0.2, Number.NaN, 0.8, -0.7, 0.5, Number.NaN];
  expect(farthestAligned(values, 3, 2)).toBe(0.6);
  expect(farthestAligned(values, 3, 3)).toBe(0.9);
  expect(farthestAligned(values, 3, 0)).toBe(0);
});

test.each([
  ['stays around what differs where a locked token is there', 55, null, [52, 67]],
  ['goes to a locked token that is not', 9, null, [1, 16]],
  ['stays where it was put, whatever is locked', 9, 40, [40, 55]],
])('a window %s', (_what, locked, from, expected) => {
  const changes = changesIn(pairWith([500]), 'tokens');
  expect(windowOver(changes, { count: 100, from, span: 16, locked })).toEqual(expected);
});

const WHOLE = { original: [0, 99], counterfactual: [0, 101] } as const;

test.each([
  ['what has others in its place', [500, 501, 502], WHOLE, { side: 'counterfactual', index: 61 }],
  ['what was put in', [60, 500], WHOLE, { side: 'counterfactual', index: 61 }],
  ['what was taken out', [], WHOLE, { side: 'original', index: 60 }],
  ['its beginning where nothing differs', [60], WHOLE, null],
  [
    'its beginning where nothing that is shown differs',
    [500],
    { original: [0, 15], counterfactual: [0, 15] } as const,
    null,
  ],
])('a text opens at %s', (_what, put, shown, expected) => {
  expect(whereChanged(changesIn(pairWith(put), 'tokens'), shown)).toEqual(expected);
});

test('of two changes the first is opened at, in whichever statement it is', () => {
  const links: ChipLink[] = [2, 3, 4, 5].map((at) => ({
    original: at,
    counterfactual: at - 2,
    kind: 'match',
  }));
  const changes = changesOf(links, { original: 6, counterfactual: 5 });
  const shown = { original: [0, 5], counterfactual: [0, 4] } as const;
  expect(whereChanged(changes, shown)).toEqual({ side: 'original', index: 0 });
  expect(changes.changed.counterfactual).toEqual([4]);
});

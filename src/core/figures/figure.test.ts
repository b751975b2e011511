import { expect, test } from 'vitest';
import { captionOfPair, captionOfSet, countMarks, formatBound, formatValue, withUnit } from './figure.ts';

const source = {
  run: 12,
  model: 'all-MiniLM-L6-v2',
  set: 'negation',
  controlSet: 'negation-control',
  queries: 'all' as const,
};

test('names of a caption that run from right to left are set apart, each by itself', () => {
  const hebrew = { ...source, set: 'שלילה', controlSet: 'ביקורת' };
  expect(captionOfSet(hebrew, 2, 3, 'לא')).toBe(
    'Run 12 · all-MiniLM-L6-v2 · “\u2068שלילה\u2069”, label “\u2068לא\u2069” (n = 2) against “\u2068ביקורת\u2069” (n = 3) · all queries',
  );
  expect(captionOfPair(hebrew, { position: 0, role: 'control' }, [7, 8])).toContain(
    '“\u2068ביקורת\u2069”, pair 1',
  );
});

test('a caption names run, model, set and n', () => {
  expect(captionOfSet(source, 248, 250)).toBe(
    'Run 12 · all-MiniLM-L6-v2 · “negation” (n = 248) against “negation-control” (n = 250) · all queries',
  );
  expect(captionOfSet({ ...source, controlSet: null, queries: 'all' as const }, 31, null, 'never')).toBe(
    'Run 12 · all-MiniLM-L6-v2 · “negation”, label “never” (n = 31) · all queries',
  );
  expect(captionOfSet({ ...source, part: { done: 17, total: 547 } }, 17, 12)).toMatch(
    / · all queries · so far, 17 of 547 pairs$/,
  );
  expect(captionOfPair(source, { position: 16, role: 'set' }, [7, 8])).toBe(
    'Run 12 · all-MiniLM-L6-v2 · “negation”, pair 17 (n = 1 pair, 7 and 8 tokens)',
  );
  expect(captionOfPair(source, { position: 0, role: 'neutral' }, [7, 8])).toContain(
    '“negation”, pair 1 with its neutral (',
  );
  expect(captionOfPair(source, { position: 0, role: 'control' }, [7, 7])).toContain(
    '“negation-control”, pair 1 ',
  );
});

test.each([
  [0.23149, 'bits', '0.231 bits'],
  [-0.2, '', '−0.200'],
  [0.00001234, '', '0.000012'],
  [248, '', '248'],
  [0, '', '0'],
  [1234.5, '', '1235'],
  [null, 'bits', 'undefined'],
  [Number.NaN, '', 'undefined'],
])('%j in %j reads %j', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('ends of a scale are short', () => {
  expect([-1, 0.2, 12, 0.30000000000000004].map(formatBound)).toEqual(['−1', '0.2', '12', '0.3']);
});

test('marks are the cells and bars of all series', () => {
  expect(
    countMarks({
      option: {
        series: [
          { type: 'bar', data: [1, 2] },
          { type: 'bar', data: [3] },
        ],
      },
    }),
  ).toBe(3);
  expect(countMarks({ option: { series: { type: 'heatmap', data: [[0, 0, 1]] } } })).toBe(1);
  expect(countMarks({ option: {} })).toBe(0);
});

test('of one there is one', () => {
  expect([
    withUnit('1', 'bits'),
    withUnit('0.5', 'bits'),
    withUnit('−1', 'tokens'),
    withUnit('1', ''),
  ]).toEqual(['1 bit', '0.5 bits', '−1 token', '1']);
});

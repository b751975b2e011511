import { describe, expect, it } from 'vitest';
import { marksAsText, readMarks } from './marks.ts';

const text = "He didn't, no, not at all. Note: not.";

describe('what is marked in a text', () => {
  it.each<[unknown, (string | undefined)[] | null]>([
    ['not', ['not']],
    ['Not; at all', ['not', 'at all']],
    [
      ['not', 'not'],
      ['not', 'not'],
    ],
    ["n't", ["n't"]],
    [[[10, 13]], [' no']],
    ['[[0,2]]', ['He']],
    ['', null],
    [null, null],
    [undefined, null],
    [[], null],
    [' ; ', null],
  ])('%j', (value, expected) => {
    const marks = readMarks(value, { text });
    if (expected === null) expect(marks).toBeNull();
    else {
      expect(Array.isArray(marks)).toBe(true);
      expect((marks as [number, number][]).map((range) => text.slice(...range))).toEqual(expected);
    }
  });

  it('the same word a second time is the next of them, and words come before letters within one', () => {
    expect(readMarks(['not', 'not'], { text })).toEqual([
      [15, 18],
      [33, 36],
    ]);
  });

  it.each<[unknown, string]>([
    ['never', 'has “never”, which does not occur in the counterfactual'],
    ['not; not; not; not', 'has “not”, which does not occur in the counterfactual'],
    [[[3, 99]], 'has [3, 99]; the counterfactual goes from 0 to 37'],
    [
      [
        [0, 4],
        [2, 6],
      ],
      'marks something twice',
    ],
    ['[1,', 'begins with [ and is no list'],
    [3, 'is neither text nor a list'],
    [[{}], 'has what is neither a word nor a stretch'],
  ])('%j is wrong', (value, wrong) => {
    expect(readMarks(value, { text })).toEqual({ wrong });
  });
});

describe('what is marked in token ids', () => {
  it('positions, or stretches of them', () => {
    expect(readMarks([1, [3, 5]], { tokens: 6 })).toEqual([
      [1, 2],
      [3, 5],
    ]);
    expect(readMarks([6], { tokens: 6 })).toEqual({
      wrong: 'has position 6; there are 6 tokens, counted from 0',
    });
    expect(readMarks('not', { tokens: 6 })).toEqual({ wrong: 'has what is no position of a token' });
  });
});

it('marks are read back from how they are written', () => {
  const marks = readMarks("n't; not", { text });
  expect(marksAsText(marks as [number, number][], text)).toBe("n't; not");
  expect(marksAsText([[1, 2]], null)).toBe('[[1,2]]');
  expect(marksAsText(null, text)).toBe('');
});

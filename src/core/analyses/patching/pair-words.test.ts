import { describe, expect, it } from 'vitest';
import { aloneWords, headSharesWords, tokenSharesWords, unpatchedWords } from './pair-words.ts';
import { positionRows } from './position-rows.ts';

const effect = {
  kind: 'pooled',
  position: 'last',
  pooling: 'mean',
  toward: 'original',
  least: 0.02,
} as const;

describe('one pair in words', () => {
  it('says both directions, and that there is no interval', () => {
    const words = headSharesWords(
      { layer: 5, head: 9, denoising: 0.433, noising: -0.02 },
      effect,
      'counterfactual',
    );
    expect(words).toMatch(
      /^L5 H9 of the original, put into the counterfactual, restores 0\.433 of the sentence vector/,
    );
    expect(words).toMatch(/put into the original, breaks −0\.02\d*\. One pair/);
    expect(words).toMatch(/One pair: no interval\.$/);
    const of = { ...effect, kind: 'logit_difference' } as const;
    expect(
      headSharesWords({ layer: 0, head: 1, denoising: null, noising: 1 }, of, 'neutral', ['is', 'are']),
    ).toMatch(/restores an undefined share of the logit difference of “is” and “are” at the last token/);
  });

  it('names the token at which a head does most', () => {
    const tokens = { original: ['she', 'is', 'tall'], other: ['she', 'is', 'not', 'tall'] };
    expect(tokenSharesWords({ denoising: [0, 0.5, null, 0.25], noising: [0.1, 0, 0.125] }, tokens)).toBe(
      'By token it restores most at “is” (0.500), and breaks most at “tall” (0.125).',
    );
    expect(tokenSharesWords({ denoising: [null], noising: [null] }, tokens)).toBe('');
  });

  it('counts tokens without partner', () => {
    expect(aloneWords({ original: 0, other: 0 }, 'neutral')).toBe('');
    expect(aloneWords({ original: 0, other: 1 }, 'counterfactual')).toBe(
      '1 token of the counterfactual has no partner and keeps its own value.',
    );
    expect(aloneWords({ original: 2, other: 1 }, 'neutral')).toBe(
      '2 tokens of the original and 1 token of the neutral have no partner and keep their own values.',
    );
  });

  it('has a reason for every pair that cannot be patched', () => {
    expect(unpatchedWords('same', effect)).toMatch(/the same to the tokenizer/);
    expect(unpatchedWords('not apart', effect)).toMatch(/less than 0\.02\d* in the sentence vector/);
  });
});

describe('positions side by side', () => {
  it('has every position of both once, in the order in which they are read', () => {
    const rows = positionRows(4, 4, [
      [0, 0],
      [2, 1],
    ]);
    expect(rows.map(({ original, other }) => `${original ?? '-'}${other ?? '-'}`)).toEqual([
      ...['00', '1-', '21', '3-', '-2', '-3'],
    ]);
    expect(positionRows(1, 1, [])).toEqual([
      { original: 0, other: null },
      { original: null, other: 0 },
    ]);
  });
});

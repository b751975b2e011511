import { expect, it } from 'vitest';
import { checkPatternsFit } from './patterns-bound.ts';

it('reads the attention of all heads on so many tokens as memory bears, and says how many those are', () => {
  const gpt2 = { layers: 12, heads: 12 };
  expect(() => checkPatternsFit(gpt2, 682)).not.toThrow();
  expect(() => checkPatternsFit(gpt2, 683)).toThrow(
    '683 tokens are more than the attention of 12 × 12 heads is read of at once, which are 682',
  );
  expect(() => checkPatternsFit({ layers: 0, heads: 8 }, 1_000_000)).not.toThrow();
});

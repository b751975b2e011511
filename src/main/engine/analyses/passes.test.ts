import { expect, it } from 'vitest';
import { passesOf, rowsPerPass } from './passes.ts';

const dimensions = {
  layers: 12,
  heads: 12,
  dModel: 768,
  dHead: 64,
  maxPositions: 1024,
  vocabularySize: 128_000,
  tokenTypes: 0,
};

it.each([
  // 1000 tokens bear 83 rows of 12; 64 MiB of logits bear 10: 12 tokens of 128,000 float32 are 6.1 MB.
  [{ tokens: 1000, logits: false, patterns: false }, 12, 83],
  [{ tokens: 1000, logits: true, patterns: false }, 12, 10],
  // 128 MiB of patterns: 144 heads of 100 by 100 are 5.8 MB.
  [{ tokens: 4000, logits: false, patterns: true }, 100, 23],
  [{ tokens: 10, logits: false, patterns: false }, 12, 1],
])('%j: of %i tokens %i rows go into one pass', (limits, tokens, rows) => {
  expect(rowsPerPass(tokens, dimensions, limits)).toBe(rows);
  const all = Array.from({ length: rows + 1 }, () => tokens);
  const passes = [...passesOf(all, (own) => own, dimensions, limits)];
  expect(passes.map(({ length }) => length)).toEqual([rows, 1]);
});

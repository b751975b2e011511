import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { expect, it } from 'vitest';
import { oneToken } from './one-token.ts';

/** GPT-2's own tokens. */
const model = {
  tokenizer: {
    encode: (text: string) => encode(text),
    describe: (_text: string | null, ids: readonly number[]) => ids.map((id) => ({ text: `#${id}` })),
    specialIds: new Set(),
    isOrdinary: () => true,
  },
  dimensions: { vocabularySize: 50_257 },
} as never;

it('is a word with the space before it, as in effects, and without where only that is a token', () => {
  const [spaced] = encode(' John');
  const [bare] = encode('John');
  expect(spaced).not.toBe(bare);
  for (const named of ['John', ' John']) expect(oneToken(model, named, 'target')).toBe(spaced);
  expect(oneToken(model, `#${bare}`, 'target')).toBe(bare);
  expect(oneToken(model, '://', 'target')).toBe(encode('://')[0]);
});

it('is refused in words where it is several', () => {
  expect(() => oneToken(model, 'Zbigniew', 'target')).toThrow(
    /^target “Zbigniew” is \d+ tokens \(.*explained$/,
  );
  expect(() => oneToken(model, '#50257', 'against')).toThrow(/against “#50257” is outside the vocabulary/);
});

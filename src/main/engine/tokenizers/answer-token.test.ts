import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerToken } from './answer-token.ts';
import { openTokenizer, type Tokenizer } from './tokenizer.ts';

const root = join(import.meta.dirname, '../../../..');
const context = (text: string) => ({ text, ids: null });
const dimensions = { maxPositions: 1024, vocabularySize: 50_257 };

/** GPT-2's own tokens. */
const gpt2: Tokenizer = {
  encode: (text) => encode(text),
  describe: (_text, ids) => ids.map((id) => ({ id, text: `#${id}`, word: 0, special: false })),
  specialIds: new Set(),
  maskId: null,
  isOrdinary: () => true,
  stopIds: new Set(),
  traits: {} as never,
};
const decoder = { tokenizer: gpt2, dimensions, causal: true };

describe('GPT-2', () => {
  test('an answer is the token with its space', () => {
    const found = answerToken(
      context('Then John and Mary left. Mary gave a drink to'),
      'John',
      decoder,
      'refuse',
    );
    expect(found.pieces).toEqual([1757]); // " John"; "John" is 7554
    expect(found.tokenId).toBe(1757);
    expect(found.position).toBe(found.ids.length - 1);
  });

  test('after white space, and before punctuation, there is no space', () => {
    expect(() => answerToken(context('She said '), 'John', decoder, 'refuse')).toThrow('changes the tokens');
    expect(answerToken(context('She said\n'), 'John', decoder, 'refuse').pieces).toEqual(encode('John'));
    expect(answerToken(context('She said'), '.', decoder, 'refuse').pieces).toEqual(encode('.'));
  });

  test('several pieces are refused, or the first is taken', () => {
    expect(() => answerToken(context('He met'), 'Zbigniew', decoder, 'refuse')).toThrow(
      /the answer “Zbigniew” is \d tokens to this model: .* take another word, or its first piece/,
    );
    const first = answerToken(context('He met'), 'Zbigniew', decoder, 'first');
    expect(first.pieces.length).toBeGreaterThan(1);
    expect(first.tokenId).toBe(encode(' Zbigniew')[0]);
  });
});

test('beside token ids an answer is a token id of the vocabulary', () => {
  const model = { tokenizer: null, dimensions: { maxPositions: 40, vocabularySize: 100 }, causal: true };
  const ids = { text: null, ids: [5, 6, 7] };
  expect(answerToken(ids, '42', model, 'refuse')).toEqual({
    tokenId: 42,
    pieces: [42],
    position: 2,
    ids: [5, 6, 7],
  });
  expect(() => answerToken(ids, 'John', model, 'refuse')).toThrow('is no token id');
  expect(() => answerToken(ids, '100', model, 'refuse')).toThrow('the vocabulary has ids 0 to 99');
});

describe('BERT', () => {
  let bert: { tokenizer: Tokenizer; dimensions: typeof dimensions; causal: boolean };
  beforeAll(async () => {
    const tokenizer = await openTokenizer(join(root, 'resources/models/all-MiniLM-L6-v2'), 30_522);
    if (tokenizer === null) throw new Error('the bundled model has a tokenizer');
    bert = { tokenizer, dimensions: { ...dimensions, vocabularySize: 30_522 }, causal: false };
  });

  test('an answer is read at the masked token', () => {
    const found = answerToken(context('A whale is a [MASK].'), 'mammal', bert, 'refuse');
    expect(found).toMatchObject({ tokenId: 25_476, pieces: [25_476], position: 5 });
    expect(found.ids[5]).toBe(103);
  });

  test('without a masked token, or with two, there is no place for it', () => {
    expect(() => answerToken(context('A whale.'), 'mammal', bert, 'refuse')).toThrow('needs one');
    expect(() => answerToken(context('[MASK] [MASK]'), 'mammal', bert, 'refuse')).toThrow('2 masked tokens');
  });
});

test('a tokenizer that takes the space into the word before it does not tell where the answer begins', async () => {
  const tokenizer = await openTokenizer(join(root, 'tests/fixtures/tokenizers/llama'), 32_000);
  if (tokenizer === null) throw new Error('the fixture is a tokenizer');
  const model = { tokenizer, dimensions: { ...dimensions, vocabularySize: 32_000 }, causal: true };
  expect(() => answerToken(context('The cat'), 'sat', model, 'first')).toThrow(
    'does not tell where it begins',
  );
});

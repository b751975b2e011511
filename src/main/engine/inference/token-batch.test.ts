import { describe, expect, it } from 'vitest';
import { padBatch } from './token-batch.ts';

const LIMITS = { maxPositions: 4, vocabularySize: 10, tokenTypes: 2 };

describe('padBatch', () => {
  it('pads ragged rows on the right with id 0, mask 0 and type 0', () => {
    const padded = padBatch({ inputIds: [[5, 6, 7], [8]], tokenTypeIds: [[0, 1, 1], [1]] }, LIMITS);
    expect(padded).toEqual({
      rows: 2,
      length: 3,
      inputIds: BigInt64Array.of(5n, 6n, 7n, 8n, 0n, 0n),
      attentionMask: BigInt64Array.of(1n, 1n, 1n, 1n, 0n, 0n),
      tokenTypeIds: BigInt64Array.of(0n, 1n, 1n, 1n, 0n, 0n),
    });
  });

  it('keeps the mask that is given', () => {
    const padded = padBatch({ inputIds: [[5, 6]], attentionMask: [[0, 1]] }, LIMITS);
    expect(padded.attentionMask).toEqual(BigInt64Array.of(0n, 1n));
  });

  it.each([
    ['no rows', { inputIds: [] }, 'INPUT_INVALID', /no rows/],
    ['an empty row', { inputIds: [[1], []] }, 'INPUT_INVALID', /input_ids\[1\] is empty/],
    ['too many tokens', { inputIds: [[1, 2, 3, 4, 5]] }, 'SENTENCE_TOO_LONG', /5 tokens .* takes 4/],
    [
      'an id out of the vocabulary',
      { inputIds: [[1, 10]] },
      'INPUT_INVALID',
      /input_ids\[0\]\[1\] is 10, outside 0 … 9/,
    ],
    ['a negative id', { inputIds: [[-1]] }, 'INPUT_INVALID', /input_ids\[0\]\[0\] is -1/],
    ['a fraction', { inputIds: [[1.5]] }, 'INPUT_INVALID', /is 1.5/],
    [
      'a mask with other values',
      { inputIds: [[1]], attentionMask: [[2]] },
      'INPUT_INVALID',
      /attention_mask\[0\]\[0\] is 2/,
    ],
    [
      'a mask of another length',
      { inputIds: [[1, 2]], attentionMask: [[1]] },
      'INPUT_INVALID',
      /attention_mask\[0\] has 1/,
    ],
    [
      'a mask with other rows',
      { inputIds: [[1]], attentionMask: [] },
      'INPUT_INVALID',
      /attention_mask has 0 rows/,
    ],
    ['a mask over everything', { inputIds: [[1]], attentionMask: [[0]] }, 'INPUT_INVALID', /leaves no token/],
    [
      'a third token type',
      { inputIds: [[1]], tokenTypeIds: [[2]] },
      'INPUT_INVALID',
      /token_type_ids\[0\]\[0\] is 2/,
    ],
  ])('refuses %s', (_what, batch, code, message) => {
    expect(() => padBatch(batch, LIMITS)).toThrow(message);
    expect(() => padBatch(batch, LIMITS)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

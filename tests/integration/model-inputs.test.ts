/** What a compiled model takes and refuses, on the BERT of tests/fixtures/golden: 107 ids, 40 positions, two token types. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenBatch } from '../../src/main/engine/inference/token-batch.ts';
import { goldenFolder, openReference, type Reference } from './parity.ts';

let reference: Reference;
beforeAll(async () => {
  reference = await openReference(goldenFolder('bert'));
});
afterAll(() => reference.close());

it('fetches only what is asked for, in that order', async () => {
  const { model, inputs } = reference;
  const names = ['logits', 'blocks.1.hook_resid_mid'];
  expect([...(await model.run(inputs, names)).keys()]).toEqual(names);
});

describe('what is refused', () => {
  it.each<[what: string, batch: TokenBatch, code: string, message: string]>([
    ['an id', { inputIds: [[5, 107]] }, 'INPUT_INVALID', 'input_ids[0][1] is 107, outside 0 … 106'],
    ['no rows', { inputIds: [] }, 'INPUT_INVALID', 'input_ids has no rows'],
    ['an empty row', { inputIds: [[5], []] }, 'INPUT_INVALID', 'input_ids[1] is empty'],
    [
      'too many tokens',
      { inputIds: [Array<number>(41).fill(5)] },
      'SENTENCE_TOO_LONG',
      'a sentence of 41 tokens is too long for this model, which takes 40',
    ],
    [
      'a token type',
      { inputIds: [[5, 6]], tokenTypeIds: [[0, 2]] },
      'INPUT_INVALID',
      'token_type_ids[0][1] is 2, outside 0 … 1',
    ],
    [
      'a mask of another length',
      { inputIds: [[5, 6]], attentionMask: [[1]] },
      'INPUT_INVALID',
      'attention_mask[0] has 1 values, input_ids[0] 2',
    ],
    [
      'a mask over everything',
      { inputIds: [[5, 6]], attentionMask: [[0, 0]] },
      'INPUT_INVALID',
      'attention_mask[0] leaves no token',
    ],
  ])('%s', async (_what, batch, code, message) => {
    await expect(reference.model.run(batch, ['logits'])).rejects.toMatchObject({ code, message });
  });

  it.each([
    ['hook_embed', '"hook_embed"; the nearest are embed.hook_embed, '],
    ['blocks.1.attn.hook_patern', '; the nearest are blocks.1.attn.hook_pattern, '],
  ])('the hook point %s', async (hook, message) => {
    await expect(reference.model.run({ inputIds: [[5]] }, [hook])).rejects.toMatchObject({
      code: 'HOOK_UNKNOWN',
      message: expect.stringContaining(message) as string,
    });
  });
});

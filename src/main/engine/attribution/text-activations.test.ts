import { expect, it } from 'vitest';
import { readTexts } from './text-activations.ts';

it('refuses a text of more attention than memory bears before the model runs', async () => {
  const model = {
    dimensions: { layers: 40, heads: 40 },
    hooks: [],
    run: () => expect.unreachable('the model was run'),
  };
  const ids = Array.from({ length: 205 }, () => 1);
  await expect(readTexts(model as never, [{ ids: [1] }, { ids }], false)).rejects.toMatchObject({
    code: 'SENTENCE_TOO_LONG',
    message: '205 tokens are more than the attention of 40 × 40 heads is read of at once, which are 204',
  });
});

import { expect, test } from 'vitest';
import { sendersCsv } from './senders-csv.ts';

test('a row for each head, empty where undefined, and last what there is with nothing cut', () => {
  const sender = {
    layer: 0,
    head: 3,
    composition: 0.25,
    previous: 0.875,
    attentionCut: 0.125,
    attentionAblated: 0.0625,
    lossCut: null,
    lossAblated: 4.5,
  };
  expect(
    sendersCsv({
      senders: [sender],
      random: { mean: 0.03125, sd: 0.0625, samples: 16 },
      clean: { attention: 0.75, loss: null },
    }),
  ).toBe(
    [
      'layer,head,k_composition,attention_to_token_before,attention_path_cut,attention_ablated,loss_path_cut,loss_ablated',
      '0,3,0.25,0.875,0.125,0.0625,,4.5',
      ',,0.03125,,0.75,0.75,,',
      '',
    ].join('\n'),
  );
});

/** The heads before the induction head as CSV: what each is and what is left without it, then what there is with all of them. */
import { type CsvField, csvText } from '../../../core/csv.ts';
import type { InductionCircuit } from '../../../shared/circuits.ts';

const HEADER = [
  'layer',
  'head',
  'k_composition',
  'attention_to_token_before',
  'attention_path_cut',
  'attention_ablated',
  'loss_path_cut',
  'loss_ablated',
];

/** A row for each head; the last, without layer and head: nothing cut, and the mean K-composition of random matrices. */
export function sendersCsv({
  senders,
  random,
  clean,
}: Pick<InductionCircuit, 'senders' | 'random' | 'clean'>): string {
  return csvText([
    HEADER,
    ...senders.map((sender): CsvField[] => [
      sender.layer,
      sender.head,
      sender.composition,
      sender.previous,
      sender.attentionCut,
      sender.attentionAblated,
      sender.lossCut,
      sender.lossAblated,
    ]),
    [null, null, random.mean, null, clean.attention, clean.attention, clean.loss, clean.loss],
  ]);
}

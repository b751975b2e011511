/** What an induction analysis computes one by one: sequences of a decoder, trials of an encoder, and texts. */
import type { RepeatedSequence } from '../../../../core/analyses/induction/sequences.ts';
import type { EncoderTrial } from '../../../../core/analyses/induction/trials.ts';
import type { Statement } from '../../tokenizers/statement-ids.ts';

export type SequenceItem = Omit<RepeatedSequence, 'control'> & {
  readonly kind: 'sequence';
  /** null: there are too few other tokens to make one of. */
  readonly control: readonly number[] | null;
  /** Whether its patterns are kept, to be drawn. */
  readonly isDrawn: boolean;
};

export type TrialItem = EncoderTrial & { readonly kind: 'trial'; readonly isDrawn: boolean };

/** For natural repeats, and for the in-context learning score. */
export interface TextItem {
  readonly kind: 'text';
  readonly sourceId: number | null;
  readonly statement: Statement;
  readonly early: number;
  readonly late: number;
  /** Where an encoder's masked position is given; otherwise it is drawn. */
  readonly masked?: number | undefined;
  /** Where token ids are given; otherwise the tokenizer knows it. */
  readonly maskId?: number | undefined;
  /** 32 random bits, from which it is drawn. */
  readonly draw: number;
}

export type InductionItem = SequenceItem | TrialItem | TextItem;

/** The names that columns of pairs have in the wild: those that say by themselves what they hold, and those that do not. */

/** A pair of column names, and those that can name a pair's group beside them, in order of precedence. */
export interface NamedColumns {
  readonly original: string;
  readonly counterfactual: string;
  readonly neutral: string;
  readonly labels: readonly string[];
}

function named(original: string, counterfactual: string, ...labels: readonly string[]): NamedColumns {
  return { original, counterfactual, neutral: 'neutral', labels: ['label', ...labels] };
}

/** In order of precedence; names as `plainName` has them (imports/column-names.ts). */
export const TEXT_COLUMNS: readonly NamedColumns[] = [
  named('original', 'counterfactual'),
  named('original_text', 'counterfactual_text'),
  named('original_sentence', 'counterfactual_sentence'),
  // PAWS, STS-B, MRPC, RTE; SNLI and MNLI as they are published, and their counterfactual revisions.
  named('sentence1', 'sentence2', 'gold_label'),
  // BLiMP names its paradigm `UID`.
  named('sentence_good', 'sentence_bad', 'uid'),
  // CrowS-Pairs names the kind of bias.
  named('sent_more', 'sent_less', 'bias_type'),
  // SICK
  named('sentence_a', 'sentence_b', 'gold_label', 'entailment_judgment', 'entailment_label'),
  // QQP
  named('question1', 'question2', 'is_duplicate'),
  // The negated LAMA, whose texts are lists of one.
  named('masked_sentences', 'masked_negations'),
  named('sentence_1', 'sentence_2', 'gold_label'),
  named('sent1', 'sent2', 'gold_label'),
  named('text1', 'text2', 'gold_label'),
  named('text_a', 'text_b', 'gold_label'),
];

/** What may stand beside sides that a person has named. */
export const UNNAMED_SIDES: Pick<NamedColumns, 'neutral' | 'labels'> = {
  neutral: 'neutral',
  labels: ['label', 'gold_label'],
};

/** Token id lists, in JSON and JSONL, for a model without tokenizer. */
export const ID_COLUMNS: NamedColumns = {
  original: 'original_ids',
  counterfactual: 'counterfactual_ids',
  neutral: 'neutral_ids',
  labels: ['label'],
};

/** Names what a pair shares with others, beside whichever columns hold the pair. */
export const CLUSTER = 'cluster';

/** What negates in the counterfactual, as a person has marked it, and beside it what that bears on. */
export const CUES = 'cues';
export const SCOPE = 'scope';

/** What should follow the original, and beside it what would follow the counterfactual. */
export const ANSWER = 'answer';
export const WRONG_ANSWER = 'wrong_answer';

/** Every name that says by itself that a column holds a part of a pair. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([
  ...[...TEXT_COLUMNS, ID_COLUMNS].flatMap(({ original, counterfactual, neutral, labels }) => [
    original,
    counterfactual,
    neutral,
    ...labels,
  ]),
  ...[CLUSTER, CUES, SCOPE, ANSWER, WRONG_ANSWER],
]);

/**
 * Columns that may well hold the two sides, and that are never taken unasked: a premise and a hypothesis are different
 * sentences, and which of a stereotype and its opposite is the original is for the person to say.
 */
export const SUGGESTED_COLUMNS: readonly (readonly [string, string])[] = [
  ['premise', 'hypothesis'],
  ['sentence', 'negated_sentence'],
  ['sentence', 'negation'],
  ['affirmative', 'negated'],
  ['affirmative', 'negative'],
  ['positive', 'negative'],
  ['text', 'negated'],
  ['text', 'counterfactual'],
  ['stereotype', 'anti_stereotype'],
  ['pro_stereotyped', 'anti_stereotyped'],
  ['good', 'bad'],
  ['correct', 'incorrect'],
  ['grammatical', 'ungrammatical'],
  ['source', 'target'],
  ['text', 'hypothesis'],
  ['question', 'sentence'],
];

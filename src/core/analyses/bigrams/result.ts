/** Reading a result: what follows a token and what predicts it. */
import { type Estimate, estimateAt } from '../estimate.ts';
import { wordClass } from '../query-key/word-class.ts';
import { textsOfTokens } from '../circuits/token-texts.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';

export const LIST_NAMES = ['follows', 'predicts', 'predicts_log'] as const;
export type ListName = (typeof LIST_NAMES)[number];

export const LIST_WORDS: Readonly<Record<ListName, string>> = {
  follows: 'What follows it',
  predicts: 'What predicts it, by logit',
  predicts_log: 'What predicts it, by log probability of its row',
};

export interface BigramEntry {
  readonly id: number;
  readonly text: string;
  /** Logit; in predicts_log nats. */
  readonly value: number;
  /** Of what follows, in nats; null for other lists. */
  readonly logProbability: number | null;
}

/** The probability of an entry; null where the list has logits alone. */
export function probabilityOf(
  name: ListName,
  { value, logProbability }: Pick<BigramEntry, 'value' | 'logProbability'>,
): number | null {
  const log = name === 'predicts_log' ? value : logProbability;
  return log === null ? null : Math.exp(log);
}

/** What the bar of an entry is as long as: of a log probability the probability, for the number itself grows as that falls. */
export function barOf(name: ListName, entry: Pick<BigramEntry, 'value' | 'logProbability'>): number {
  return name === 'predicts_log' ? (probabilityOf(name, entry) ?? 0) : entry.value;
}

export interface BigramRow {
  readonly id: number;
  readonly text: string;
  readonly lists: Readonly<Partial<Record<ListName, readonly BigramEntry[]>>>;
}

export function listsOf(result: NamedTensors): ListName[] {
  return LIST_NAMES.filter((name) => result.has(`bigrams.${name}`));
}

/** The tokens that are listed, by their texts. */
export function listedTokens(result: NamedTensors): { readonly id: number; readonly text: string }[] {
  const textOf = textsOfTokens(result, 'bigrams');
  return Array.from(tensorOf(result, 'bigrams.tokens').data, (id) => ({ id, text: textOf(id) }));
}

/** The place of the first that stands for a text: not of [CLS] or <|bos|>. */
export function firstOrdinary(tokens: readonly { readonly text: string }[]): number {
  return Math.max(
    0,
    tokens.findIndex(({ text }) => wordClass(text, null) !== 'special'),
  );
}

/** @param row place among those that are listed */
export function bigramRow(
  result: NamedTensors,
  row: number,
  textOf: (id: number) => string = textsOfTokens(result, 'bigrams'),
): BigramRow {
  const id = tensorOf(result, 'bigrams.tokens').data[row] ?? -1;
  const normaliser = tensorOf(result, 'bigrams.log_sum_exp').data[row] ?? Number.NaN;
  const lists = Object.fromEntries(
    listsOf(result).map((name) => {
      const ids = tensorOf(result, `bigrams.${name}_ids`);
      const values = tensorOf(result, `bigrams.${name}`).data;
      const [, most = 0] = ids.shape;
      const entries = Array.from({ length: most }, (_, rank) => row * most + rank)
        .filter((at) => (ids.data[at] ?? -1) >= 0)
        .map((at): BigramEntry => {
          const other = ids.data[at] ?? -1;
          const value = values[at] ?? Number.NaN;
          const logProbability = name === 'follows' ? value - normaliser : null;
          return { id: other, text: textOf(other), value, logProbability };
        });
      return [name, entries];
    }),
  );
  return { id, text: textOf(id), lists };
}

export interface AgainstCounts extends Estimate {
  readonly n: number;
}

/** null without texts. */
export function againstCounts(
  result: NamedTensors,
  name: 'correlation' | 'control' | 'difference',
): AgainstCounts | null {
  if (!result.has(`bigrams.${name}`)) return null;
  return { ...estimateAt(result, `bigrams.${name}`, 0), n: scalarOf(result, `bigrams.${name}_n`) ?? 0 };
}

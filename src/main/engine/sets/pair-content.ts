/** What makes a pair the pair it is, wherever it came from, and the hash of a whole set of them. */
import { createHash } from 'node:crypto';

/**
 * Either texts or token id lists. `label` names the pair's group within its set, `cluster` what it shares with others (a
 * template, a source sentence; null: a cluster of its own), `neutral` is another change of the original, which should not
 * matter.
 */
export interface PairContent {
  readonly label: string | null;
  readonly cluster: string | null;
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly neutral: string | null;
  readonly originalIds: readonly number[] | null;
  readonly counterfactualIds: readonly number[] | null;
  readonly neutralIds: readonly number[] | null;
  /** Stretches of the counterfactual that a person has marked, [from, to) in its text or its token ids. */
  readonly cues: readonly MarkedRange[] | null;
  readonly scope: readonly MarkedRange[] | null;
  /** What should follow the original, and what would follow the counterfactual: words, or a token id beside token ids. */
  readonly answer: string | null;
  readonly wrongAnswer: string | null;
  /** What its row has in other columns, by their names; nothing is computed of it, and no hash knows it. */
  readonly extras: Readonly<Record<string, string>> | null;
}

export type MarkedRange = readonly [from: number, to: number];

/** What a pair may have beside its two sides. */
interface Beside<Statement> {
  readonly neutral?: Statement | null;
  readonly cluster?: string | null;
  readonly cues?: readonly MarkedRange[] | null;
  readonly scope?: readonly MarkedRange[] | null;
  readonly answer?: string | null;
  readonly wrongAnswer?: string | null;
  readonly extras?: Readonly<Record<string, string>> | null;
}

const NOTHING_BESIDE = {
  cluster: null,
  cues: null,
  scope: null,
  answer: null,
  wrongAnswer: null,
  extras: null,
} as const;

/** The pair of two texts. */
export function textPair(
  label: string | null,
  original: string,
  counterfactual: string,
  { neutral = null, ...beside }: Beside<string> = {},
): PairContent {
  return {
    ...NOTHING_BESIDE,
    ...beside,
    label,
    original,
    counterfactual,
    neutral,
    originalIds: null,
    counterfactualIds: null,
    neutralIds: null,
  };
}

/** The pair of two token id lists, for a model without tokenizer. */
export function idPair(
  label: string | null,
  originalIds: readonly number[],
  counterfactualIds: readonly number[],
  { neutral = null, ...beside }: Beside<readonly number[]> = {},
): PairContent {
  return {
    ...NOTHING_BESIDE,
    ...beside,
    label,
    original: null,
    counterfactual: null,
    neutral: null,
    originalIds,
    counterfactualIds,
    neutralIds: neutral,
  };
}

/**
 * Equal for two pairs exactly when a model would be given the same two inputs; what a pair has beside them does not count.
 */
export function inputKey(pair: PairContent): string {
  return JSON.stringify([pair.original ?? pair.originalIds, pair.counterfactual ?? pair.counterfactualIds]);
}

export function hasNeutral({ neutral, neutralIds }: PairContent): boolean {
  return neutral !== null || neutralIds !== null;
}

/** How a side reads in a table: its text, or its token ids joined by spaces. */
export function sideAsText(text: string | null, ids: readonly number[] | null): string {
  return text ?? (ids ?? []).join(' ');
}

/**
 * The identity of a sentence set, as runs record it: sha256, in lower-case hexadecimal, over a canonical text of its
 * pairs in their order. The text is the line `pairlens sentence set 1` and then a line for each pair, the JSON array
 * [label, original, counterfactual, originalIds, counterfactualIds] as JSON.stringify writes it (no spaces, absent
 * parts null); each line ends in "\n", and the whole is UTF-8. A pair that has more has a sixth part, an object of what it
 * has: {"neutral": text} or {"neutral_ids": ids}, then "cluster", "cues", "scope",
 * "answer", "wrong_answer". Order, labels and every
 * character count; the name of the set, where it came from, and other columns that are kept with its pairs do not.
 */
export function sentenceSetHash(pairs: Iterable<PairContent>): string {
  const hasher = setHasher();
  for (const pair of pairs) hasher.add(pair);
  return hasher.digest();
}

/** {@link sentenceSetHash}, a pair at a time. */
export function setHasher(): { add(pair: PairContent): void; digest(): string } {
  const hash = createHash('sha256');
  hash.update('pairlens sentence set 1\n');
  return {
    add(pair) {
      const { label, original, counterfactual, originalIds, counterfactualIds } = pair;
      const line: unknown[] = [label, original, counterfactual, originalIds, counterfactualIds];
      const beside = besideInHash(pair);
      const hasMore = Object.values(beside).some((value) => value !== undefined);
      hash.update(JSON.stringify(hasMore ? [...line, beside] : line));
      hash.update('\n');
    },
    digest: () => hash.digest('hex'),
  };
}

/** In this order: JSON.stringify leaves out what is undefined. */
function besideInHash({ neutral, neutralIds, cluster, cues, scope, answer, wrongAnswer }: PairContent) {
  return {
    neutral: neutral ?? undefined,
    neutral_ids: neutralIds ?? undefined,
    cluster: cluster ?? undefined,
    cues: cues ?? undefined,
    scope: scope ?? undefined,
    answer: answer ?? undefined,
    wrong_answer: wrongAnswer ?? undefined,
  };
}

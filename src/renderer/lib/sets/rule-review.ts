/** Sentences, what a rule makes of each, and what a person has decided of it. */
import {
  dealtWords,
  neutralOfNegation,
  type NeutralResult,
} from '../../../core/rules/neutral-of-negation.ts';
import { negated } from '../../../core/rules/negate.ts';
import { dealtParticipants, neutralOfSwap } from '../../../core/rules/neutral-of-swap.ts';
import { neutralOfReplacement, type Replaced, withWordsReplaced } from '../../../core/rules/replace-words.ts';
import type { RuleResult } from '../../../core/rules/rule-result.ts';
import { withRolesSwapped } from '../../../core/rules/swap-roles.ts';
import type { NewPairTexts } from '../../../shared/set-pairs.ts';

export const RULES = ['negate', 'swap', 'replace'] as const;
export type Rule = (typeof RULES)[number];

export const RULE_LABELS: Readonly<Record<Rule, string>> = {
  negate: 'negation',
  swap: 'roles swapped',
  replace: 'word replaced',
};

export type Decision = (
  { readonly state: 'accepted' | 'left out' } | { readonly state: 'corrected'; readonly text: string }
) & {
  /** What the neutral had in the place of “not”, or of each participant, when it was decided. */
  readonly words?: readonly string[] | undefined;
};

/** By rule and sentence: what was decided stays when others are typed. */
export type Decisions = ReadonlyMap<string, Decision>;

/** By key of the row: what its neutral has in the place of “not”, or of each participant. */
export type NeutralWords = ReadonlyMap<string, readonly string[]>;

/** With a decision of some rows; null: they are open again. @param words by key, of their neutrals as they are shown */
export function decided(
  decisions: Decisions,
  keys: readonly string[],
  decision: Decision | null,
  words: NeutralWords,
): Decisions {
  const next = new Map(decisions);
  for (const key of keys) {
    if (decision === null) next.delete(key);
    else next.set(key, { ...decision, words: words.get(key) });
  }
  return next;
}

export interface ReviewedRow {
  readonly key: string;
  readonly sentence: string;
  /** What would be the counterfactual; null where there is none yet. */
  readonly text: string | null;
  /** Why the rule is not sure; null where it is, or where a person has corrected it. */
  readonly why: string | null;
  readonly state: Decision['state'] | 'open';
  /** What is proposed as its neutral, and why nothing is; undefined where none is asked for. */
  readonly neutral?: NeutralResult | undefined;
  /** A person wants none: `neutral` is what was proposed. */
  readonly isWithoutNeutral?: boolean;
}

export interface RuleAsked {
  readonly rule: Rule;
  /** Words that negate. */
  readonly cues: readonly string[];
  readonly replacements: readonly Replaced[];
}

export function ruleOf({ rule, cues, replacements }: RuleAsked): (sentence: string) => RuleResult {
  if (rule === 'negate') return (sentence) => negated(sentence, cues);
  return rule === 'swap' ? withRolesSwapped : (sentence) => withWordsReplaced(sentence, replacements);
}

export interface Proposal {
  readonly sentence: string;
  readonly result: RuleResult;
}

export function keyOf(rule: Rule, sentence: string): string {
  return `${rule}\n${sentence}`;
}

/** The same sentences have the same words whenever they are typed. */
const NEUTRALS_SEED = 1;

/** What is dealt out to the sentences. @returns [proposals, words of a neutral] none of a replacement: they stand beside what is replaced */
export function dealtTo(
  rule: Rule,
  proposals: readonly Proposal[],
  words: readonly string[],
): readonly (readonly string[])[] {
  if (rule === 'replace') return proposals.map(() => []);
  const sentences = proposals.map(({ sentence }) => sentence);
  if (rule === 'swap') return dealtParticipants(sentences, words, NEUTRALS_SEED);
  return dealtWords(sentences.length, words, NEUTRALS_SEED).map((word) => [word]);
}

/**
 * The words of each sentence's neutral, by key: what was decided keeps its own while they are all among the words, wherever the sentence
 * stands now.
 *
 * @param dealt [proposals, words of a neutral]
 */
export function neutralWords(
  rule: Rule,
  proposals: readonly Proposal[],
  decisions: Decisions,
  { words, dealt }: { readonly words: readonly string[]; readonly dealt: readonly (readonly string[])[] },
): NeutralWords {
  return new Map(
    proposals.map(({ sentence }, at) => {
      const key = keyOf(rule, sentence);
      const ofSentence = dealt[at] ?? [];
      const kept = decisions.get(key)?.words ?? [];
      const isWhole = kept.length === ofSentence.length && kept.every((word) => words.includes(word));
      return [key, isWhole ? kept : ofSentence];
    }),
  );
}

export function reviewed(rule: Rule, { sentence, result }: Proposal, decisions: Decisions): ReviewedRow {
  const key = keyOf(rule, sentence);
  const decision = decisions.get(key);
  const why = result.isSure ? null : result.why;
  if (decision === undefined) return { key, sentence, text: result.text, why, state: 'open' };
  if (decision.state === 'corrected')
    return { key, sentence, text: decision.text, why: null, state: 'corrected' };
  // What was accepted, and what the rule now makes nothing of, is open.
  const isOpen = decision.state === 'accepted' && result.text === null;
  return { key, sentence, text: result.text, why, state: isOpen ? 'open' : decision.state };
}

/** What neutrals are made of. */
export interface NeutralsAsked {
  readonly rule: Rule;
  /** Of a negation and of a swap: those that can stand in it; none for no neutrals. */
  readonly words: readonly string[];
  /** Of a replacement: no neutrals where none of them has one. */
  readonly replacements: readonly Replaced[];
}

/** Whether neutrals are asked for. */
export function asksForNeutrals({ rule, words, replacements }: NeutralsAsked): boolean {
  return rule === 'replace' ? replacements.some(({ neutral }) => neutral !== '') : words.length > 0;
}

/**
 * With a neutral of what is the counterfactual now, of the words that were dealt to the row.
 * @param dropped keys of rows whose neutral a person wants left out
 */
export function withNeutral(
  row: ReviewedRow,
  words: readonly string[],
  asked: NeutralsAsked,
  dropped: ReadonlySet<string> = new Set(),
): ReviewedRow {
  if (row.text === null || !asksForNeutrals(asked)) return row;
  const made = neutralOf(row.sentence, row.text, words, asked);
  const neutral = made.text === row.text ? { text: null, why: 'it is the counterfactual itself' } : made;
  return {
    ...row,
    neutral,
    ...(neutral.text !== null && dropped.has(row.key) && { isWithoutNeutral: true }),
  };
}

function neutralOf(
  sentence: string,
  counterfactual: string,
  words: readonly string[],
  { rule, replacements }: NeutralsAsked,
): NeutralResult {
  if (rule === 'negate') return neutralOfNegation(sentence, counterfactual, words[0] ?? '');
  return rule === 'swap' ? neutralOfSwap(sentence, words) : neutralOfReplacement(sentence, replacements);
}

/** Why a text cannot be the counterfactual of a sentence; null where it can. */
export function whyNot(sentence: string, text: string): string | null {
  if (text.trim() === '') return 'Write the counterfactual, or leave the sentence out with x.';
  return text.trim() === sentence ? 'It is the sentence itself.' : null;
}

/** The row after this one that is open, round to the first; the row itself where none is. */
export function nextOpen(rows: readonly Pick<ReviewedRow, 'state'>[], at: number): number {
  for (let step = 1; step < rows.length; step++) {
    const next = (at + step) % rows.length;
    if (rows[next]?.state === 'open') return next;
  }
  return Math.min(at + 1, Math.max(0, rows.length - 1));
}

/** Those that were accepted or corrected. */
export function pairsOfReview(
  rows: readonly ReviewedRow[],
  { label, cluster }: { readonly label: string | null; readonly cluster: boolean },
): NewPairTexts[] {
  return rows.flatMap(({ sentence, text, state, neutral, isWithoutNeutral }) =>
    text !== null && (state === 'accepted' || state === 'corrected')
      ? [
          {
            original: sentence,
            counterfactual: text,
            label,
            cluster: cluster ? sentence : null,
            ...(neutral !== undefined &&
              neutral.text !== null &&
              isWithoutNeutral !== true && { neutral: neutral.text }),
          },
        ]
      : [],
  );
}

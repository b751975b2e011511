/** What is to be known of pairs, tokenizer and model together, in sentences, with what it does to the numbers. */
import { isolated } from '../isolated.ts';
import { isSameTokens, type PairNote, SAME_TOKENS, type SameTokens } from './pair-notes.ts';

/** What is noted, for short. */
export const NOTE_NAMES: Readonly<Record<PairNote, string>> = {
  equal: 'equal sides',
  case: 'case alone',
  unknown: 'unknown tokens alone',
  normalised: 'accents, spaces',
  one_token: 'one token',
  unknown_tokens: 'unknown tokens',
};

/** Pairs of one role, counted. */
export interface CountedPairs {
  readonly role: 'set' | 'control' | 'neutral';
  /** Those that are measured, or can be. */
  readonly measured: number;
  readonly noted: readonly { readonly note: PairNote; readonly pairs: number; readonly tokens: number }[];
  readonly failed: readonly { readonly code: string; readonly pairs: number; readonly message: string }[];
}

const NOUNS: Readonly<Record<CountedPairs['role'], readonly [one: string, many: string]>> = {
  set: ['pair', 'pairs'],
  control: ['control', 'controls'],
  neutral: ['neutral change', 'neutral changes'],
};

/** After "1" and after "2". */
const SAME_WORDS: Readonly<Record<SameTokens, readonly [one: string, many: string]>> = {
  equal: ['has equal sides', 'have equal sides'],
  case: ['differs in case alone', 'differ in case alone'],
  unknown: ['differs in unknown tokens alone', 'differ in unknown tokens alone'],
  normalised: ['differs in accents, spaces or the like', 'differ in accents, spaces or the like'],
};

/** What is noted of measured pairs: those that are the same to the model, of one token, with unknown tokens. */
export function noteSentences(roles: readonly CountedPairs[]): string[] {
  return roles.flatMap((counted) => [...sameSentences(counted), ...oneToken(counted), ...unknown(counted)]);
}

function sameSentences({ role, measured, noted }: CountedPairs): string[] {
  const reasons = SAME_TOKENS.flatMap((note) => noted.filter((each) => each.note === note && each.pairs > 0));
  const total = reasons.reduce((sum, { pairs }) => sum + pairs, 0);
  if (total === 0) return [];
  const why = reasons.map(({ note, pairs }) =>
    isSameTokens(note) ? `${grouped(pairs)} ${SAME_WORDS[note][pairs === 1 ? 0 : 1]}` : '',
  );
  return [
    `In ${ofAll(total, measured, role)} this tokenizer cannot tell the two sides apart (${why.join(', ')}): ` +
      `${total === 1 ? 'it counts' : 'they count'} as “no change” at every head and ${total === 1 ? 'draws' : 'draw'} the means towards it.`,
  ];
}

function oneToken({ role, measured, noted }: CountedPairs): string[] {
  const pairs = noted.find(({ note }) => note === 'one_token')?.pairs ?? 0;
  if (pairs === 0) return [];
  return [
    `${ofAll(pairs, measured, role)} ${pairs === 1 ? 'is' : 'are'} of one token on both sides, which can attend to itself alone: every measure of attention says “no change”, whatever changed.`,
  ];
}

function unknown({ role, measured, noted }: CountedPairs): string[] {
  const found = noted.find(({ note }) => note === 'unknown_tokens');
  if (found === undefined || found.pairs === 0) return [];
  return [
    `${ofAll(found.pairs, measured, role)} ${found.pairs === 1 ? 'has' : 'have'} tokens that the tokenizer does not know, ${grouped(found.tokens)} in all: to the model all unknown tokens are the same.`,
  ];
}

/** What follows "3 pairs", by the code of the failure. */
const FAILURE_WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  TOKENIZER_MISSING: [
    'is text, and the model has no tokenizer, so that it takes token ids alone',
    'are texts, and the model has no tokenizer, so that it takes token ids alone',
  ],
  SENTENCE_TOO_LONG: ['is too long for the model', 'are too long for the model'],
  ACTIVATION_NOT_FINITE: [
    'makes the model compute values that are not finite',
    'make the model compute values that are not finite',
  ],
};

/** Those whose words say all that their message does. */
const SAYS_IT_ALL: ReadonlySet<string> = new Set(['TOKENIZER_MISSING']);

/** What cannot be measured, and why. */
export function failureSentences(roles: readonly CountedPairs[]): string[] {
  return roles.flatMap(({ role, failed }) =>
    failed.map(({ code, pairs, message }) => {
      const [one, many] = FAILURE_WORDS[code] ?? ['cannot be measured', 'cannot be measured'];
      const example = SAYS_IT_ALL.has(code) ? '' : ` (${pairs === 1 ? message : `for example: ${message}`})`;
      return `${countOf(pairs, role)} ${pairs === 1 ? one : many}${example}: ${pairs === 1 ? 'it is' : 'they are'} in no statistic.`;
    }),
  );
}

/**
 * Why a run measured none of its pairs, in a sentence each.
 * @param takes how many tokens the model takes; undefined where the model is no longer there
 */
export function failureReasons(
  roles: readonly CountedPairs[],
  { model, takes }: { readonly model: string; readonly takes: number | undefined },
): string[] {
  return roles.flatMap(({ role, failed }) =>
    failed.map(({ code, pairs, message }) => {
      const who = countOf(pairs, role);
      const are = pairs === 1 ? 'is' : 'are';
      if (code === 'SENTENCE_TOO_LONG')
        return `${who} ${are} too long for ${isolated(model)}${takes === undefined ? '' : `, which takes up to ${grouped(takes)} tokens`}.`;
      const [one, many] = FAILURE_WORDS[code] ?? ['could not be measured', 'could not be measured'];
      return `${who} ${pairs === 1 ? one : many}${SAYS_IT_ALL.has(code) ? '' : ` (${pairs === 1 ? message : `for example: ${message}`})`}.`;
    }),
  );
}

/** What is to be known of one pair, in place of counts. */
export function pairSentences(
  notes: readonly { readonly note: PairNote; readonly tokens: number }[],
): string[] {
  return notes.map(({ note, tokens }) => {
    if (note === 'one_token')
      return 'Both statements are of one token, which can attend to itself alone: every measure of attention says “no change”.';
    if (note === 'unknown_tokens')
      return `${grouped(tokens)} ${tokens === 1 ? 'token is' : 'tokens are'} unknown to the tokenizer: to the model all unknown tokens are the same.`;
    return `The tokenizer cannot tell the two apart (the pair ${SAME_WORDS[note][0]}): it counts as “no change” at every head.`;
  });
}

/** '3 of 120 pairs' */
function ofAll(count: number, all: number, role: CountedPairs['role']): string {
  return `${grouped(count)} of ${countOf(all, role)}`;
}

function countOf(count: number, role: CountedPairs['role']): string {
  return `${grouped(count)} ${NOUNS[role][count === 1 ? 0 : 1]}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}

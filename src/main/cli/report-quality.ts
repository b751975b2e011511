/** What is to be known of the pairs of a run, in the terminal: before it, and of one that is stored. */
import { pairNumber } from '../../core/figures/figure.ts';
import type { PairNote } from '../../core/pairs/pair-notes.ts';
import { failureSentences, noteSentences } from '../../core/pairs/quality-words.ts';
import { isErrorCode, PairlensError } from '../../shared/errors.ts';
import type { RoleQuality, RunCheck, RunQuality } from '../../shared/pair-quality.ts';
import { note, wrapped } from './output.ts';

/**
 * Says, before anything is computed, what is to be known of the pairs.
 * @throws PairlensError with the code of the reason when not one pair of the set can be measured
 */
export async function reportCheck(check: AsyncIterable<RunCheck>): Promise<void> {
  let last: RunCheck | undefined;
  for await (const state of check) last = state;
  if (last === undefined) return;
  const { roles } = last;
  const set = roles.find(({ role }) => role === 'set');
  if (set?.measured === 0) throw nothingToMeasure(set);
  for (const sentence of [...failureSentences(roles), ...noteSentences(roles)]) note(wrapped(sentence));
}

function nothingToMeasure(set: RoleQuality): PairlensError {
  const [most] = set.failed.toSorted((a, b) => b.pairs - a.pairs);
  const code = isErrorCode(most?.code) ? most.code : 'INPUT_INVALID';
  return new PairlensError(
    code,
    `not one pair can be measured, so that no run was started. ${failureSentences([set]).join(' ')}`,
    { failed: set.failed },
  );
}

const NOTE_WORDS: Readonly<Record<PairNote, string>> = {
  equal: 'equal sides',
  case: 'differ in case alone',
  unknown: 'differ in unknown tokens alone',
  normalised: 'differ in accents, spaces or the like',
  one_token: 'of one token',
  unknown_tokens: 'unknown tokens',
};

const ROLE_WORDS: Readonly<Record<RoleQuality['role'], string>> = {
  set: 'pairs',
  control: 'controls',
  neutral: 'neutrals of pairs',
};

/** The sentences, and which pairs they are about. */
export function qualityLines({ counted, roles }: RunQuality): string[] {
  if (!counted)
    return [
      'pairs that the tokenizer cannot tell apart, unknown tokens: not counted, for the run is of before',
    ];
  return roles.flatMap((quality) => [
    ...noteSentences([quality]).map((sentence) => wrapped(sentence)),
    ...quality.noted.map(
      ({ note, pairs, examples }) =>
        `  ${NOTE_WORDS[note]}: ${ROLE_WORDS[quality.role]} ${examples.map(({ position }) => pairNumber(position)).join(', ')}${pairs > examples.length ? ', …' : ''}`,
    ),
  ]);
}

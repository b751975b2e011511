/**
 * Two participants change places: "The dog chased a cat." becomes "A cat chased the dog." For English sentences that begin
 * with one, go on with a verb that is known, and then have the other: each a name, a pronoun, or a determiner and a word.
 */
import { capitalised } from '../capitalised.ts';
import { isParticiple, verbForms } from './english-verbs.ts';
import { ARTICLES, BE, beginsClause, HAVE, MODALS, PREPOSITIONS } from './english-words.ts';
import { type RuleResult, sure, unsure, whyNotOneClause, type Word, wordsOf } from './rule-result.ts';

export interface Participant {
  readonly words: readonly Word[];
  readonly kind: 'name' | 'noun' | 'pronoun';
}

const SUBJECT_OF: Readonly<Record<string, string>> = {
  me: 'I',
  him: 'he',
  her: 'she',
  us: 'we',
  them: 'they',
  you: 'you',
  it: 'it',
};
const OBJECT_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(SUBJECT_OF).map(([object, subject]) => [subject.toLowerCase(), object]),
);

export function withRolesSwapped(sentence: string): RuleResult {
  const why = whyNotOneClause(sentence);
  if (why !== null) return unsure(why);
  const words = wordsOf(sentence);
  const clause = words.find(
    ({ small }, at) =>
      beginsClause(small, at) ||
      // "before she came"
      (PREPOSITIONS.has(small) && SUBJECTS_ALONE.has(words[at + 1]?.small ?? '')),
  );
  if (clause !== undefined) return unsure(`“${clause.text}” begins a clause of its own`);
  const first = participantAt(words, 0, SUBJECT_PRONOUN);
  if (first === null) return unsure('it does not begin with a name, a pronoun, or “the” and a word');
  const verb = verbAfter(words, first.words.length);
  if (verb === null) return unsure('what follows the first participant is no verb that the rule knows');
  const second = participantAt(words, verb.end, OBJECT_PRONOUN);
  if (second === null) return unsure('no second participant follows the verb');
  const after = words[verb.end + second.words.length];
  const isWhole =
    after === undefined ||
    PREPOSITIONS.has(after.small) ||
    /[,.!]/u.test(sentence.slice(lastOf(second), after.from));
  const [one, other] = [textOf(sentence, first), textOf(sentence, second)];
  if (one.toLowerCase() === other.toLowerCase()) return unsure('both participants are the same');
  const subject = asSubject(second, other);
  const object = asObject(first, one);
  const text =
    sentence.slice(0, firstOf(first)) +
    capitalised(subject) +
    sentence.slice(lastOf(first), firstOf(second)) +
    object +
    sentence.slice(lastOf(second));
  if (after !== undefined && HOLDS_ANOTHER.has(after.small))
    return unsure(`what follows “${after.text}” may be the other participant`, text);
  if (!isWhole) return unsure(`“${after.text}” may belong to the second participant`, text);
  if (verb.agrees && isPlural(first) !== isPlural(second))
    return unsure('the verb may have to agree with the other participant', text);
  if (verb.agrees && (first.kind === 'pronoun' || second.kind === 'pronoun'))
    return unsure('the verb may have to agree with the other participant', text);
  return sure(text);
}

/** Who does it and to whom, in the order in which they stand; null where the rule does not find two. */
export function participantsOf(sentence: string): readonly [Participant, Participant] | null {
  const words = wordsOf(sentence);
  const first = participantAt(words, 0, SUBJECT_PRONOUN);
  const verb = first === null ? null : verbAfter(words, first.words.length);
  const second = verb === null ? null : participantAt(words, verb.end, OBJECT_PRONOUN);
  return first === null || second === null ? null : [first, second];
}

/** "threw the ball to the player", "sat to the left of the queen" */
const HOLDS_ANOTHER: ReadonlySet<string> = new Set(['to', 'for', 'from', 'of', 'with']);

const SUBJECTS_ALONE: ReadonlySet<string> = new Set(['i', 'he', 'she', 'we', 'they']);

const SUBJECT_PRONOUN = (small: string): boolean => Object.hasOwn(OBJECT_OF, small);
const OBJECT_PRONOUN = (small: string): boolean => Object.hasOwn(SUBJECT_OF, small);

function participantAt(
  words: readonly Word[],
  at: number,
  isPronoun: (small: string) => boolean,
): Participant | null {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined) return null;
  // "her dog" has a noun, "her" alone is a pronoun.
  const isBeforeNoun = next !== undefined && !PREPOSITIONS.has(next.small);
  if (isPronoun(word.small) && !(word.small === 'her' && isBeforeNoun))
    return { words: [word], kind: 'pronoun' };
  if (ARTICLES.has(word.small)) {
    if (next === undefined || PREPOSITIONS.has(next.small)) return null;
    return { words: [word, next], kind: 'noun' };
  }
  return /^\p{Lu}/u.test(word.text) ? { words: [word], kind: 'name' } : null;
}

/** Where the verb ends, and whether its form says of how many its subject is; null where no known verb is there. */
function verbAfter(words: readonly Word[], at: number): { end: number; agrees: boolean } | null {
  const small = words[at]?.small ?? '';
  const next = words[at + 1]?.small ?? '';
  if (MODALS.has(small))
    return verbForms(next).some(({ form }) => form === 'bare') ? { end: at + 2, agrees: false } : null;
  if (HAVE.has(small) && isParticiple(next)) return { end: at + 2, agrees: small !== 'had' };
  if (BE.has(small) && isParticiple(next) && words[at + 2]?.small === 'by')
    return { end: at + 3, agrees: true };
  const forms = verbForms(small);
  if (forms.length === 0) return null;
  const agrees = !forms.every(({ form }) => form === 'past');
  const end = words[at + 1] !== undefined && PREPOSITIONS.has(next) ? at + 2 : at + 1;
  return { end, agrees };
}

const firstOf = ({ words }: Participant): number => words[0]?.from ?? 0;
const lastOf = ({ words }: Participant): number => words.at(-1)?.to ?? 0;
const textOf = (sentence: string, whose: Participant): string =>
  sentence.slice(firstOf(whose), lastOf(whose));

function asSubject({ kind }: Participant, text: string): string {
  return kind === 'pronoun' ? (SUBJECT_OF[text.toLowerCase()] ?? text) : text;
}

/** Within the sentence: a determiner loses its capital. */
function asObject({ kind }: Participant, text: string): string {
  if (kind === 'pronoun') return OBJECT_OF[text.toLowerCase()] ?? text;
  return kind === 'noun' ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}

function isPlural({ words, kind }: Participant): boolean {
  const last = words.at(-1)?.small ?? '';
  return kind === 'noun' && /[^s]s$/u.test(last);
}

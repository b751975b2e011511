/**
 * The negation of an English sentence, by rule: "not" after the first auxiliary or form of "be", "cannot", and "do not", "does
 * not", "did not" before a verb that is known. Where it is not sure which verb is the main one, or what a negation there
 * would mean, the rule says so; what it then proposes is for a person to look at.
 */
import { findCues } from '../negation/find-cues.ts';
import type { CueLexicon } from '../negation/lexicon.ts';
import { isParticiple, verbForms } from './english-verbs.ts';
import {
  BE,
  beginsClause,
  DETERMINERS,
  DO,
  HAVE,
  INVERTING,
  MODALS,
  POSITIVE,
  PREPOSITIONS,
  QUANTIFIERS,
  SUBJECT_PRONOUNS,
  THIRD_PERSON,
} from './english-words.ts';
import {
  replaced,
  type RuleResult,
  sure,
  unsure,
  whyNotOneClause,
  type Word,
  wordsOf,
} from './rule-result.ts';

/** @param lexicon words that negate: a sentence that has one is not negated again */
export function negated(sentence: string, lexicon: CueLexicon): RuleResult {
  const [cue] = findCues(sentence, lexicon);
  if (cue !== undefined) return unsure(`it has “${sentence.slice(...cue)}” already`);
  const why = whyNotOneClause(sentence);
  if (why !== null) return unsure(why);
  const words = wordsOf(sentence);
  const verb = mainVerb(words);
  if (typeof verb === 'string') return unsure(verb);
  const text = replaced(sentence, verb.word, verb.negated);
  const doubt = verb.doubt ?? doubtOf(words, words.indexOf(verb.word));
  return doubt === null ? sure(text) : unsure(doubt, text);
}

/** Subjects and objects alike: "it is you". */
const OBJECTS: ReadonlySet<string> = new Set(['you', 'it']);

interface NegatedVerb {
  readonly word: Word;
  /** What stands in its place. */
  readonly negated: string;
  readonly doubt: string | null;
}

/** The verb that is negated; or why it is not known. */
function mainVerb(words: readonly Word[]): NegatedVerb | string {
  const [first] = words;
  if (first === undefined) return 'there is no word in it';
  for (const [at, word] of words.entries()) {
    const contraction = contracted(word);
    if (contraction !== null)
      return typeof contraction === 'string' ? contraction : (earlierVerb(words, at) ?? contraction);
    if (!BE.has(word.small) && !MODALS.has(word.small) && !HAVE.has(word.small) && !DO.has(word.small))
      continue;
    // A noun: "a will", "the can".
    if (MODALS.has(word.small) && DETERMINERS.has(words[at - 1]?.small ?? '')) continue;
    if (at === 0) return `it begins with “${word.text}”: a request, or a question`;
    const follows = words[at + 1]?.small ?? '';
    if (INVERTING.has(words[at - 1]?.small ?? '') || (SUBJECT_PRONOUNS.has(follows) && !OBJECTS.has(follows)))
      return `the subject may follow “${word.text}”`;
    return earlierVerb(words, at) ?? auxiliary(words, at);
  }
  return lexicalVerb(words) ?? 'the rule knows none of its words as a verb';
}

/** "The robin sang and was happy", "I think he's happy": what comes first is the verb. */
function earlierVerb(words: readonly Word[], at: number): string | null {
  const before = lexicalVerb(words.slice(0, at));
  return before === null ? null : `“${before.word.text}” may be its verb, or “${words[at]?.text ?? ''}”`;
}

/** "he's", "they're", "I'll"; null for what is none. */
function contracted(word: Word): NegatedVerb | string | null {
  const [, subject = '', ending] = /^(.+)'(s|re|m|ll|ve|d)$/u.exec(word.small) ?? [];
  if (ending === undefined) return null;
  if (subject === 'let') return 'it begins with “let’s”';
  const isPronoun = SUBJECT_PRONOUNS.has(subject) || subject === 'there' || subject === 'that';
  if (ending === 's' && !isPronoun) return null;
  if (ending === 'd') return `“${word.text}” may be “had” or “would”`;
  const apart = { ll: ' will not', ve: ' have not' }[ending];
  const negatedWord =
    apart === undefined
      ? `${word.text} not`
      : word.text.slice(0, word.text.length - ending.length - 1) + apart;
  return { word, negated: negatedWord, doubt: null };
}

function auxiliary(words: readonly Word[], at: number): NegatedVerb | string {
  const word = words[at] as Word;
  const { small, text } = word;
  const plain = { word, negated: `${text} not`, doubt: null };
  if (small === 'can') return { ...plain, negated: 'cannot' };
  if (small === 'must' || small === 'may')
    return { ...plain, doubt: `“${small} not” can forbid what is said rather than deny it` };
  if (BE.has(small) || MODALS.has(small)) return plain;
  const next = words[at + 1]?.small ?? '';
  const support = { has: 'does', had: 'did', have: 'do', does: 'does', did: 'did', do: 'do' }[small] ?? small;
  const base = HAVE.has(small) ? 'have' : 'do';
  if (HAVE.has(small) && next === 'better') return 'it has “had better”';
  const after = words[at + 2]?.small;
  if (HAVE.has(small) && next !== 'had' && (isParticiple(next) || isUsedAsParticiple(next, after)))
    return plain;
  if (DETERMINERS.has(next) || (next === 'to' && base === 'have'))
    return { ...plain, negated: `${support} not ${base}` };
  return `“${text}” may be its verb, or help another one`;
}

/** "had painted the door", and not "had limited time": an adjective has its noun beside it. */
function isUsedAsParticiple(word: string, after: string | undefined): boolean {
  const endsAsOne = /[^e]ed$/u.test(word) && word.length > 4;
  return endsAsOne && (after === undefined || DETERMINERS.has(after) || PREPOSITIONS.has(after));
}

/** A verb that is known, before which "do not", "does not" or "did not" goes. */
function lexicalVerb(words: readonly Word[]): NegatedVerb | null {
  const candidates = words.flatMap((word, at) => {
    const before = words[at - 1]?.small;
    // After those a word is a noun, or an infinitive.
    if (before === undefined || DETERMINERS.has(before) || PREPOSITIONS.has(before)) return [];
    const made = withDo(word, words.slice(0, at));
    return made === null ? [] : [made];
  });
  const [first, second] = candidates;
  if (first === undefined) return null;
  return second === undefined || first.doubt !== null
    ? first
    : { ...first, doubt: `“${first.word.text}” may be its verb, or “${second.word.text}”` };
}

function withDo(word: Word, before: readonly Word[]): NegatedVerb | null {
  const forms = verbForms(word.small);
  const subject = before.at(-1)?.small ?? '';
  const third = forms.find(({ form }) => form === 'third');
  if (third !== undefined) {
    const isPlural = SUBJECT_PRONOUNS.has(subject) && !THIRD_PERSON.has(subject);
    return isPlural ? null : { word, negated: `does not ${third.base}`, doubt: null };
  }
  const past = forms.find(({ form }) => form === 'past');
  const bare = forms.find(({ form }) => form === 'bare');
  if (past !== undefined && bare === undefined) return { word, negated: `did not ${past.base}`, doubt: null };
  if (bare === undefined) return null;
  // "he put": the past; "they put": the present or the past.
  if (past !== undefined)
    return THIRD_PERSON.has(subject)
      ? { word, negated: `did not ${bare.base}`, doubt: null }
      : {
          word,
          negated: `did not ${bare.base}`,
          doubt: `“${word.text}” may be of the present or of the past`,
        };
  if (SUBJECT_PRONOUNS.has(subject) && !THIRD_PERSON.has(subject))
    return { word, negated: `do not ${bare.base}`, doubt: null };
  // "birds sing", and not "the bus stop": a word in -s without a determiner before it.
  const isPlural = /[^s]s$/u.test(subject);
  return isPlural
    ? { word, negated: `do not ${bare.base}`, doubt: null }
    : { word, negated: `do not ${bare.base}`, doubt: `“${word.text}” may be a noun here` };
}

/** Why a negation there may not be what is meant; null where nothing speaks against it. */
function doubtOf(words: readonly Word[], at: number): string | null {
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  // Contracted with its verb too: "the dog that's barking".
  const clause = words.slice(0, at + 1).find(({ small }, place) => beginsClause(small, place));
  if (clause !== undefined) return `“${clause.text}” begins a clause: which verb is the main one is not sure`;
  if (before[0]?.small === 'that' && SUBJECT_PRONOUNS.has(before[1]?.small ?? ''))
    return '“That” begins a clause: which verb is the main one is not sure';
  const subject = pronounSubject(words, at);
  if (subject !== null && mayFollowNoun(words.slice(0, subject)))
    return `“${words[subject]?.text ?? ''}” may begin a clause: which verb is the main one is not sure`;
  if (before.length === 1 && before[0]?.small === 'there' && !['a', 'an'].includes(after[0]?.small ?? ''))
    return 'after “there”, “no” may stand better than “not”';
  const many = before.find(
    ({ small }, place) => QUANTIFIERS.has(small) || (place === 0 && /^an?$/u.test(small)),
  );
  if (many !== undefined) return `with “${many.text}” before it the negation can be read in two ways`;
  const both = before.find(({ small }) => small === 'or');
  if (both !== undefined) return 'with “or” before it the negation can be read in two ways';
  const joined = after.find(({ small }, place) => {
    const next = after[place + 1]?.small ?? '';
    const isVerb =
      SUBJECT_PRONOUNS.has(next) || BE.has(next) || MODALS.has(next) || verbForms(next).length > 0;
    return small === 'but' || ((small === 'and' || small === 'or') && isVerb);
  });
  if (joined !== undefined) return `what follows “${joined.text}” may be negated with it, or not`;
  const because = after.find(({ small }) => small === 'because');
  if (because !== undefined) return 'with “because” the negation can be read in two ways';
  const positive = after.find(({ small }) => POSITIVE.has(small));
  return positive === undefined ? null : `“${positive.text}” does not stand well with a negation before it`;
}

/** Where the pronoun is that the verb has as its subject, the verb itself where it is contracted with it; else null. */
function pronounSubject(words: readonly Word[], at: number): number | null {
  const isPronoun = (small: string): boolean => SUBJECT_PRONOUNS.has(small) || small === 'there';
  const [contractedWith = '', ending] = words[at]?.small.split("'") ?? [];
  if (ending !== undefined && isPronoun(contractedWith)) return at;
  return isPronoun(words[at - 1]?.small ?? '') ? at - 1 : null;
}

/** "The man I'm seeing"; not "now I'm", nor "in the morning I'm", nor "the man behind you is". */
function mayFollowNoun(before: readonly Word[]): boolean {
  return (
    !before.every(({ small }) => INVERTING.has(small)) &&
    !PREPOSITIONS.has(before[0]?.small ?? '') &&
    !PREPOSITIONS.has(before.at(-1)?.small ?? '')
  );
}

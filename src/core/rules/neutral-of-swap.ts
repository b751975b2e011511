/**
 * The neutral of a swap of roles: both participants are others, and each place keeps its role. "The dog chased a cat." has "The king chased a
 * nurse.": as many words are replaced, at the same two places, and nobody does what was done to them. The words are a person's; the bundled set of
 * swapped roles has neutrals of this form.
 */
import type { NeutralResult } from './neutral-of-negation.ts';
import { replaced, type Word, wordsOf } from './rule-result.ts';
import { type Participant, participantsOf } from './swap-roles.ts';

/** Names and nouns of one token mostly; each could do what the other did. */
export const NEUTRAL_PARTICIPANTS: readonly string[] = [
  ...['Anna', 'Peter', 'Laura', 'David'],
  ...['king', 'nurse', 'judge', 'farmer', 'doctor', 'singer'],
];

/**
 * @param sentence the original
 * @param word where in the list of words to begin
 * @param words names, with a capital, and nouns of one person, without
 */
export function neutralOfSwap(sentence: string, word: string, words: readonly string[]): NeutralResult {
  const participants = participantsOf(sentence);
  if (participants === null) return none('its two participants are not told apart');
  const there = new Set(wordsOf(sentence).map(({ small }) => small));
  const start = Math.max(0, words.indexOf(word));
  const inTurn = [...words.slice(start), ...words.slice(0, start)].filter(
    (each) => !there.has(each.toLowerCase()),
  );
  const taken: string[] = [];
  let text = sentence;
  // From the end, so that places before it stay where they are.
  for (const participant of participants.toReversed()) {
    const named = wordOf(participant);
    if (participant.kind === 'pronoun')
      return none(`“${named.text}” is a pronoun: no other word is of its kind`);
    if (participant.kind === 'noun' && /[^s]s$/u.test(named.small))
      return none(`“${named.text}” is of several, and the words of the list are of one`);
    const other = inTurn.find(
      (each) => isName(each) === (participant.kind === 'name') && !taken.includes(each),
    );
    if (other === undefined)
      return none(
        `the list has no other ${participant.kind === 'name' ? 'name' : 'noun'} for “${named.text}”`,
      );
    const [determiner] = participant.words;
    if (/^an?$/.test(determiner?.small ?? '') && isVowel(other) !== isVowel(named.text))
      return none(`“${determiner?.text ?? ''}” before “${other}” would have to change`);
    taken.push(other);
    text = replaced(text, named, other);
  }
  return { text };
}

/** The last: a determiner stays. */
function wordOf({ words }: Participant): Word {
  return words.at(-1) as Word;
}

const isName = (word: string): boolean => /^\p{Lu}/u.test(word);
const isVowel = (word: string): boolean => /^[aeiou]/iu.test(word);

function none(why: string): NeutralResult {
  return { text: null, why };
}

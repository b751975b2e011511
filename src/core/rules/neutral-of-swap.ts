/**
 * The neutral of a swap of roles: both participants are others, and each place keeps its role. "The dog chased a cat." has "The king chased a
 * nurse.": as many words are replaced, at the same two places, and nobody does what was done to them. The words are a person's; the bundled set of
 * swapped roles has neutrals of this form.
 */
import { drawnOrder, type RandomSource, randomSource } from '../statistics/random.ts';
import type { NeutralResult } from './neutral-of-negation.ts';
import { replaced, type Word, wordsOf } from './rule-result.ts';
import { type Participant, participantsOf } from './swap-roles.ts';

/** Names and nouns of one token mostly; each could do what the other did. */
export const NEUTRAL_PARTICIPANTS: readonly string[] = [
  ...['Anna', 'Peter', 'Laura', 'David'],
  ...['king', 'nurse', 'judge', 'farmer', 'doctor', 'singer'],
];

/**
 * Which words each sentence gets in the places of its two participants: of each kind, names and nouns, every word as often as the others of it,
 * in a seeded order and then in another one.
 *
 * @param words names, with a capital, and nouns of one person, without
 * @returns [sentences, 2] in the order in which they stand; '' where no word of the kind is left; [sentences, 0] where two are not told apart
 */
export function dealtParticipants(
  sentences: readonly string[],
  words: readonly string[],
  seed: number,
): string[][] {
  const random = randomSource(seed, 'rule-participants');
  const [names, nouns] = [words.filter(isName), words.filter((word) => !isName(word))];
  const decks = { name: deckOf(names, random), noun: deckOf(nouns, random) };
  return sentences.map((sentence) => {
    const there = new Set(wordsOf(sentence).map(({ small }) => small));
    return (participantsOf(sentence) ?? []).map(({ kind }) => {
      if (kind === 'pronoun') return '';
      const word = decks[kind]((each) => !there.has(each.toLowerCase()));
      there.add(word.toLowerCase());
      return word;
    });
  });
}

/** Takes the next word that can be used, so that what is passed over comes next; '' where none can. */
function deckOf(
  words: readonly string[],
  random: RandomSource,
): (isUsable: (word: string) => boolean) => string {
  const left: string[] = [];
  return (isUsable) => {
    if (!words.some(isUsable)) return '';
    if (!left.some(isUsable)) for (const at of drawnOrder(words.length, random)) left.push(words[at] ?? '');
    return left.splice(left.findIndex(isUsable), 1)[0] ?? '';
  };
}

/**
 * @param sentence the original
 * @param others [2] what stands in the places of its participants, as they were dealt
 */
export function neutralOfSwap(sentence: string, others: readonly string[]): NeutralResult {
  const participants = participantsOf(sentence);
  if (participants === null) return none('its two participants are not told apart');
  let text = sentence;
  // From the end, so that places before it stay where they are.
  for (const [at, participant] of [...participants.entries()].toReversed()) {
    const named = wordOf(participant);
    const other = others[at] ?? '';
    if (participant.kind === 'pronoun')
      return none(`“${named.text}” is a pronoun: no other word is of its kind`);
    if (participant.kind === 'noun' && /[^s]s$/u.test(named.small))
      return none(`“${named.text}” is of several, and the words of the list are of one`);
    if (other === '')
      return none(
        `the list has no other ${participant.kind === 'name' ? 'name' : 'noun'} for “${named.text}”`,
      );
    const [determiner] = participant.words;
    if (/^an?$/.test(determiner?.small ?? '') && isVowel(other) !== isVowel(named.text))
      return none(`“${determiner?.text ?? ''}” before “${other}” would have to change`);
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

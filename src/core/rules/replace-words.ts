/** Words of a sentence replaced by those that a lexicon has for them, in any language. */
import type { NeutralResult } from './neutral-of-negation.ts';
import { replaced, type RuleResult, sure, unsure, wordsOf } from './rule-result.ts';

export interface Replaced {
  readonly from: string;
  readonly to: string;
  /** What stands in its place in the neutral; '' where nobody has said. */
  readonly neutral: string;
}

/**
 * `good = bad`, one a line; `good <> bad` in both directions; with what stands in the place of a word in the neutral:
 * `good | fine <> bad | poor`. What is wrong is told by line, from 1.
 */
export function readReplacements(text: string): {
  readonly entries: Replaced[];
  readonly problems: string[];
} {
  const entries: Replaced[] = [];
  const problems: string[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, at) => {
    if (line.trim() === '') return;
    const [, first = '', sign = '', second = ''] =
      /^(.*?)(<>|=)(.*)$/u.exec(line.trim())?.map((part) => part.trim()) ?? [];
    const [from = '', neutral = ''] = first.split('|').map((part) => part.trim());
    const [to = '', neutralBack = ''] = second.split('|').map((part) => part.trim());
    if (sign === '')
      problems.push(`Line ${at + 1}: write a word, = and what replaces it, as in “good = bad”.`);
    else if (from === '' || (sign === '<>' && to === ''))
      problems.push(`Line ${at + 1}: there is no word before or after ${sign}.`);
    else if (sign === '=' && neutralBack !== '')
      problems.push(
        `Line ${at + 1}: “${neutralBack}” stands beside the word whose neutral it is, as in “${from} | ${neutralBack} = ${to}”.`,
      );
    else {
      const isTwice = (word: string): boolean => entries.some((entry) => same(entry.from) === same(word));
      const twice = [from, ...(sign === '<>' ? [to] : [])].find(isTwice);
      if (twice !== undefined)
        problems.push(`Line ${at + 1}: “${twice}” is replaced by another word already.`);
      else
        entries.push(
          { from, to, neutral },
          ...(sign === '<>' ? [{ from: to, to: from, neutral: neutralBack }] : []),
        );
    }
  });
  return { entries, problems };
}

/** Every word of the lexicon in the sentence, the longest first; capitals stay where they are. */
export function withWordsReplaced(
  sentence: string,
  entries: readonly Pick<Replaced, 'from' | 'to'>[],
): RuleResult {
  if (sentence.trim() === '') return unsure('there is no sentence');
  if (entries.length === 0) return unsure('the list of words is empty');
  const found = wordsFound(sentence, entries);
  if (found.length === 0) return unsure('it has none of these words');
  const text = put(sentence, found);
  if (text === sentence.trim()) return unsure('what replaces its words is the same');
  const article = articleToChange(sentence, found);
  if (article !== null) return unsure(article, text);
  return found.length > 1
    ? unsure(`${found.length} words are replaced: a pair should differ in one`, text)
    : sure(text);
}

/**
 * The neutral of a replacement: another word where the replaced one is, which a person has named beside it, for no rule can tell which
 * change of a word should not matter. It has as many words as what replaces it.
 */
export function neutralOfReplacement(sentence: string, entries: readonly Replaced[]): NeutralResult {
  const found = wordsFound(sentence, entries);
  const used = found.flatMap(({ word }) => entries.find(({ from }) => same(from) === same(word)) ?? []);
  const lacking = used.find(({ neutral }) => neutral === '');
  const longer = used.find(({ to, neutral }) => wordsOf(to).length !== wordsOf(neutral).length);
  if (used.length === 0) return none('it has none of these words');
  if (lacking !== undefined) return none(`the list has no neutral beside “${lacking.from}”`);
  if (longer !== undefined)
    return none(`“${longer.neutral}” has another number of words than “${longer.to}”`);
  const neutrals = found.map((each, at) => ({ ...each, to: used[at]?.neutral ?? '' }));
  const article = articleToChange(sentence, neutrals);
  return article === null ? { text: put(sentence, neutrals) } : none(article);
}

interface Found {
  readonly word: string;
  /** UTF-16 units before it. */
  readonly index: number;
  /** What replaces it. */
  readonly to: string;
}

function wordsFound(sentence: string, entries: readonly Pick<Replaced, 'from' | 'to'>[]): Found[] {
  if (entries.length === 0) return [];
  const byWord = new Map(entries.map(({ from, to }) => [same(from), to]));
  const alternatives = [...byWord.keys()].toSorted((a, b) => b.length - a.length).map(spelled);
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{M}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{M}\p{N}])`,
    'giu',
  );
  return Array.from(sentence.matchAll(pattern), ({ 0: word, index }) => ({
    word,
    index,
    to: byWord.get(same(word)) ?? word,
  }));
}

function put(sentence: string, found: readonly Found[]): string {
  let text = sentence;
  for (const { word, index, to } of found.toReversed())
    text = replaced(text, { from: index, to: index + word.length }, cased(to, word));
  return text.replaceAll(/ {2,}/g, ' ').trim();
}

function articleToChange(sentence: string, found: readonly Found[]): string | null {
  const article = found.find(({ word, index, to }) => {
    const before = /(?:^|[^\p{L}])an?\s+$/iu.test(sentence.slice(0, index));
    return before && isVowel(word) !== isVowel(to);
  });
  return article === undefined ? null : `“a” or “an” before “${article.word}” may have to change`;
}

function none(why: string): NeutralResult {
  return { text: null, why };
}

function same(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'").replaceAll(/\s+/g, ' ');
}

function spelled(word: string): string {
  return word
    .replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replaceAll("'", "['’]")
    .replaceAll(' ', String.raw`\s+`);
}

/** With the capitals of the word that it replaces. */
function cased(to: string, word: string): string {
  if (word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()) return to.toUpperCase();
  const [first = ''] = word;
  return first !== first.toLowerCase() ? to.slice(0, 1).toUpperCase() + to.slice(1) : to;
}

function isVowel(word: string): boolean {
  return /^[aeiou]/iu.test(word);
}

/** Words of a sentence replaced by those that a lexicon has for them, in any language. */
import { replaced, type RuleResult, sure, unsure } from './rule-result.ts';

export interface Replaced {
  readonly from: string;
  readonly to: string;
}

/** `good = bad`, one a line; `good <> bad` in both directions. What is wrong is told by line, from 1. */
export function readReplacements(text: string): {
  readonly entries: Replaced[];
  readonly problems: string[];
} {
  const entries: Replaced[] = [];
  const problems: string[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, at) => {
    if (line.trim() === '') return;
    const [, from = '', sign = '', to = ''] =
      /^(.*?)(<>|=)(.*)$/u.exec(line.trim())?.map((part) => part.trim()) ?? [];
    if (sign === '')
      problems.push(`Line ${at + 1}: write a word, = and what replaces it, as in “good = bad”.`);
    else if (from === '' || (sign === '<>' && to === ''))
      problems.push(`Line ${at + 1}: there is no word before or after ${sign}.`);
    else {
      const isTwice = (word: string): boolean => entries.some((entry) => same(entry.from) === same(word));
      const twice = [from, ...(sign === '<>' ? [to] : [])].find(isTwice);
      if (twice !== undefined)
        problems.push(`Line ${at + 1}: “${twice}” is replaced by another word already.`);
      else entries.push({ from, to }, ...(sign === '<>' ? [{ from: to, to: from }] : []));
    }
  });
  return { entries, problems };
}

/** Every word of the lexicon in the sentence, the longest first; capitals stay where they are. */
export function withWordsReplaced(sentence: string, entries: readonly Replaced[]): RuleResult {
  if (sentence.trim() === '') return unsure('there is no sentence');
  if (entries.length === 0) return unsure('the list of words is empty');
  const byWord = new Map(entries.map(({ from, to }) => [same(from), to]));
  const alternatives = [...byWord.keys()].toSorted((a, b) => b.length - a.length).map(spelled);
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{M}\p{N}])(?:${alternatives.join('|')})(?![\p{L}\p{M}\p{N}])`,
    'giu',
  );
  const found = [...sentence.matchAll(pattern)];
  if (found.length === 0) return unsure('it has none of these words');
  let text = sentence;
  for (const { 0: word, index } of found.toReversed()) {
    const to = byWord.get(same(word)) ?? word;
    text = replaced(text, { from: index, to: index + word.length }, cased(to, word));
  }
  text = text.replaceAll(/ {2,}/g, ' ').trim();
  if (text === sentence.trim()) return unsure('what replaces its words is the same');
  const article = found.find(({ 0: word, index }) => {
    const before = /(?:^|[^\p{L}])an?\s+$/iu.test(sentence.slice(0, index));
    return before && isVowel(word) !== isVowel(byWord.get(same(word)) ?? word);
  });
  if (article !== undefined) return unsure(`“a” or “an” before “${article[0]}” may have to change`, text);
  return found.length > 1
    ? unsure(`${found.length} words are replaced: a pair should differ in one`, text)
    : sure(text);
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

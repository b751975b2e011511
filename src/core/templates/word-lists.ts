/** The lists of words that a template takes its words from. */
import { isListName, type TemplatePart } from './template-text.ts';

export interface WordList {
  readonly name: string;
  readonly words: readonly string[];
  /** The list of which the word at the same place is used: `was` goes with `noun`. null: a list of its own. */
  readonly goesWith: string | null;
}

/** Whose list something is wrong with, in a sentence. */
export interface ListProblem {
  readonly list: string;
  readonly message: string;
}

/** What stands in the place of the change for the neutral, where a template says nothing of it. */
export const NEUTRAL_LIST = 'neutral';

/** Words a line each, or with commas between them; `""` is no word at all. */
export function readWords(text: string): string[] {
  const separator = /[\n\r]/.test(text) ? /[\n\r]+/ : ',';
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => (word === '""' ? '' : word));
}

/** The list that a name in a template means, and whether its word begins with a capital. */
export function listNamed(
  lists: readonly WordList[],
  name: string,
): { readonly list: WordList; readonly isCapital: boolean } | null {
  const list = lists.find((each) => each.name === name);
  if (list !== undefined) return { list, isCapital: false };
  const small = withFirst(name, (letter) => letter.toLocaleLowerCase('en'));
  const meant = small === name ? undefined : lists.find((each) => each.name === small);
  return meant === undefined ? null : { list: meant, isCapital: true };
}

/** By the rule of English, whichever sign the word begins with. */
export function withCapital(word: string): string {
  return withFirst(word, (letter) => letter.toLocaleUpperCase('en'));
}

function withFirst(text: string, change: (letter: string) => string): string {
  const [first = ''] = text;
  return change(first) + text.slice(first.length);
}

/** What is wrong with lists by themselves: of each, the first thing. */
export function problemsOfLists(lists: readonly WordList[]): ListProblem[] {
  return lists.flatMap((list, at) => {
    const message = whatIsWrongWith(list, lists, at);
    return message === null ? [] : { list: list.name, message };
  });
}

function whatIsWrongWith(
  { name, words, goesWith }: WordList,
  lists: readonly WordList[],
  at: number,
): string | null {
  if (!isListName(name))
    return `“${name}” is no name of a list: those have letters, digits, spaces, - and _.`;
  if (lists.findIndex((each) => each.name === name) < at) return `There are two lists “${name}”.`;
  if (words.length === 0) return `The list “${name}” is empty.`;
  if (goesWith === null) return null;
  if (goesWith === name) return `The list “${name}” cannot go with itself.`;
  const owner = lists.find((each) => each.name === goesWith);
  if (owner === undefined) return `The list “${name}” goes with “${goesWith}”, which is not there.`;
  if (owner.goesWith !== null)
    return `The list “${name}” goes with “${goesWith}”, which itself goes with “${owner.goesWith}”: let both go with that.`;
  return owner.words.length === words.length
    ? null
    : `“${name}” goes with “${goesWith}” and needs ${owner.words.length} words, one for each of its; it has ${words.length}.`;
}

/** Which lists words belong to: the one that decides the place for each. */
export function ownersOf(lists: readonly WordList[], parts: readonly TemplatePart[]): string[] {
  const owners = parts.flatMap((part) => {
    const found = part.kind === 'word' ? listNamed(lists, part.name) : null;
    return found === null ? [] : (found.list.goesWith ?? found.list.name);
  });
  return [...new Set(owners)];
}

/**
 * What could stand for the neutral in the place of a word that is put in, where that is known: as in the bundled set of
 * negation, adverbs that can stand where the negation stands.
 */
export function suggestedNeutrals(putIn: string): readonly string[] {
  return SUGGESTED.get(putIn.trim().toLowerCase()) ?? [];
}

const SUGGESTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['not', ['also', 'now', 'then', 'still']],
  ['never', ['often', 'always', 'usually', 'sometimes']],
]);

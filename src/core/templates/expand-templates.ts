/**
 * Pairs from templates and word lists: every combination, or a seeded sample of them.
 *
 * The lists that original and counterfactual use are crossed. Those that stand in the neutral alone make no combinations:
 * their words are dealt out, each as often as the others, in a seeded order, so that no neutral word goes with certain
 * words of a crossed list. What a neutral is: docs/sentence-sets.md, Templates.
 */
import { drawnOrder, randomSource } from '../statistics/random.ts';
import { WORD } from '../pairs/kept-words.ts';
import {
  readTemplate,
  type Template,
  type TemplateChange,
  type TemplatePart,
  type TemplatePiece,
  type TextProblem,
  wordsIn,
} from './template-text.ts';
import {
  listNamed,
  type ListProblem,
  NEUTRAL_LIST,
  ownersOf,
  problemsOfLists,
  type WordList,
  withCapital,
} from './word-lists.ts';

export interface TemplatesAsked {
  /** One or more, each with its own change. */
  readonly templates: readonly string[];
  readonly lists: readonly WordList[];
  /** How many of the combinations, drawn without replacement; null: all. */
  readonly sample: number | null;
  readonly seed: number;
  /** What pairs of one cluster share: their template, or the word of a list. */
  readonly cluster: 'template' | 'none' | { readonly list: string };
  readonly label: 'change' | 'none';
}

export interface TemplatePair {
  readonly original: string;
  readonly counterfactual: string;
  readonly neutral: string | null;
  readonly label: string | null;
  readonly cluster: string | null;
}

export interface TemplatesRead {
  /** Of templates, by their place. */
  readonly problems: readonly (TextProblem & { readonly template: number })[];
  readonly listProblems: readonly ListProblem[];
  /** Of all templates together. */
  readonly combinations: number;
  /** How many of them each template makes. */
  readonly combinationsOf: readonly number[];
}

export interface ExpandedTemplates extends TemplatesRead {
  /** In the order of the combinations; the last list of a template changes fastest. */
  readonly pairs: readonly TemplatePair[];
  /** Combinations that were made into pairs, duplicates among them. */
  readonly drawn: number;
  /** Left out, for an earlier one has the same two sides. */
  readonly duplicates: number;
  /** Pairs whose two sides are the same. */
  readonly sameSides: number;
  readonly neutrals: {
    readonly made: number;
    /** Of those, how many put in or take out another number of words than the counterfactual. */
    readonly otherShape: number;
    /** Not made: it would be one of the two sides. */
    readonly sameAsSide: number;
  };
  readonly clusters: number;
}

/** More pairs than this are not made in one go; a sample of them is. */
export const MOST_TEMPLATE_PAIRS = 10_000;
/** Combinations beyond which not even a sample is drawn. */
const MOST_COMBINATIONS = 2 ** 31;

/** What is wrong, and how many combinations there are, without making them. */
export function readTemplates(asked: Pick<TemplatesAsked, 'templates' | 'lists'>): TemplatesRead {
  return prepared(asked).read;
}

/** Names of the lists that make the combinations of any template, in the order of the lists. */
export function crossedLists(asked: Pick<TemplatesAsked, 'templates' | 'lists'>): string[] {
  const crossed = new Set(prepared(asked).templates.flatMap((template) => template.crossed));
  return asked.lists.filter((list) => crossed.has(list)).map(({ name }) => name);
}

/** The pairs; none where anything is wrong, or where they are more than MOST_TEMPLATE_PAIRS. */
export function expandTemplates(asked: TemplatesAsked): ExpandedTemplates {
  const { read, templates } = prepared(asked);
  const none = { made: 0, otherShape: 0, sameAsSide: 0 };
  const result = { ...read, pairs: [], drawn: 0, duplicates: 0, sameSides: 0, neutrals: none, clusters: 0 };
  const drawn = Math.min(asked.sample ?? read.combinations, read.combinations);
  if (read.problems.length > 0 || read.listProblems.length > 0 || drawn > MOST_TEMPLATE_PAIRS) return result;

  const dealt = dealer(asked.seed);
  const found = new Map<string, NamedList>();
  const named = (name: string): NamedList => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const list = listNamed(asked.lists, name);
    found.set(name, list);
    return list;
  };
  const seen = new Set<string>();
  const pairs: TemplatePair[] = [];
  const neutrals = { ...none };
  let sameSides = 0;
  for (const number of drawnCombinations(read.combinations, drawn, asked.seed)) {
    const { template, place } = whose(read.combinationsOf, number);
    const made = pairOf(templates[template] as PreparedTemplate, place, asked, { named, dealt });
    const key = JSON.stringify([made.pair.original, made.pair.counterfactual]);
    if (seen.has(key)) continue;
    seen.add(key);
    pairs.push(made.pair);
    if (made.pair.original === made.pair.counterfactual) sameSides++;
    if (made.neutral === 'same as a side') neutrals.sameAsSide++;
    else if (made.neutral !== null) neutrals.made++;
    if (made.neutral === 'other shape') neutrals.otherShape++;
  }
  const clusters = new Set(pairs.flatMap(({ cluster }) => cluster ?? [])).size;
  return { ...read, pairs, drawn, duplicates: drawn - pairs.length, sameSides, neutrals, clusters };
}

interface PreparedTemplate {
  readonly template: Template;
  readonly crossed: readonly WordList[];
}

function prepared({ templates, lists }: Pick<TemplatesAsked, 'templates' | 'lists'>): {
  readonly read: TemplatesRead;
  readonly templates: readonly PreparedTemplate[];
} {
  const all = withNeutrals(
    templates.map((text) => readTemplate(text)),
    lists,
  );
  const problems = all.flatMap(({ problems: own, pieces }, template) =>
    [...own, ...unknownIn(pieces, lists)].map((problem) => ({ ...problem, template })),
  );
  const used = new Set(all.flatMap(({ pieces }) => usedLists(pieces, lists)));
  const listProblems = problemsOfLists(lists).filter(({ list }) => used.has(list));
  const ready = all.map((template): PreparedTemplate => {
    const owners = ownersOf(lists, crossedParts(template.pieces));
    return { template, crossed: lists.filter(({ name }) => owners.includes(name)) };
  });
  const isSound = problems.length === 0 && listProblems.length === 0;
  const combinationsOf = ready.map(({ crossed }) =>
    isSound ? crossed.reduce((product, { words }) => product * words.length, 1) : 0,
  );
  const combinations = combinationsOf.reduce((sum, each) => sum + each, 0);
  if (combinations > MOST_COMBINATIONS)
    problems.push({
      template: 0,
      from: 0,
      to: templates[0]?.length ?? 0,
      message: 'These lists make more than 2,147,483,648 combinations: shorten some.',
    });
  return { read: { problems, listProblems, combinations, combinationsOf }, templates: ready };
}

/**
 * Where a template has one change and says nothing of the neutral, the list of neutrals stands in its place: for the first such
 * change, and for the same one in other templates, since what can stand for one change need not fit another.
 */
function withNeutrals(templates: readonly Template[], lists: readonly WordList[]): readonly Template[] {
  const change = templates.map(changeWithoutNeutral).find((each) => each !== null);
  if (change === undefined || !lists.some(({ name, words }) => name === NEUTRAL_LIST && words.length > 0))
    return templates;
  const neutral: TemplatePart[] = [{ kind: 'word', name: NEUTRAL_LIST, from: 0, to: 0 }];
  return templates.map((template) =>
    changeWithoutNeutral(template) !== change
      ? template
      : {
          ...template,
          pieces: template.pieces.map((piece) => (piece.kind === 'change' ? { ...piece, neutral } : piece)),
        },
  );
}

/** The only change of a template as it is written, if it says nothing of the neutral. */
export function changeWithoutNeutral({ pieces }: Pick<Template, 'pieces'>): string | null {
  const changes = pieces.filter((piece) => piece.kind === 'change');
  const [only] = changes;
  return changes.length === 1 && only?.neutral === null ? only.written : null;
}

function unknownIn(pieces: readonly TemplatePiece[], lists: readonly WordList[]): TextProblem[] {
  return wordsIn(pieces).flatMap(({ name, from, to }) =>
    listNamed(lists, name) === null ? { from, to, message: `There is no list “${name}”.` } : [],
  );
}

/** Those that words name, and those that these go with. */
function usedLists(pieces: readonly TemplatePiece[], lists: readonly WordList[]): string[] {
  return wordsIn(pieces).flatMap(({ name }) => {
    const list = listNamed(lists, name)?.list;
    return list === undefined ? [] : list.goesWith === null ? [list.name] : [list.name, list.goesWith];
  });
}

/** What original and counterfactual are made of. */
function crossedParts(pieces: readonly TemplatePiece[]): TemplatePart[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'change' ? [...piece.original, ...piece.counterfactual] : piece,
  );
}

/** Ascending, `drawn` of 0 … count - 1, each set of them equally likely (Floyd's sampling). */
function drawnCombinations(count: number, drawn: number, seed: number): number[] {
  if (drawn >= count) return Array.from({ length: count }, (_, place) => place);
  const random = randomSource(seed, 'template-sample');
  const chosen = new Set<number>();
  for (let last = count - drawn; last < count; last++) {
    const place = random.below(last + 1);
    chosen.add(chosen.has(place) ? last : place);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

function whose(combinationsOf: readonly number[], number: number): { template: number; place: number } {
  let place = number;
  let template = 0;
  while (place >= (combinationsOf[template] ?? Infinity)) place -= combinationsOf[template++] ?? 0;
  return { template, place };
}

/** Words by list, each as often as the others: in a seeded order, and then in another one. */
type Dealer = (list: WordList) => number;

function dealer(seed: number): Dealer {
  const random = randomSource(seed, 'template-neutrals');
  const left = new Map<string, number[]>();
  return ({ name, words }) => {
    let places = left.get(name) ?? [];
    if (places.length === 0) places = [...drawnOrder(words.length, random)];
    left.set(name, places);
    return places.pop() ?? 0;
  };
}

type WordOf = (name: string) => string;
type NamedList = ReturnType<typeof listNamed>;

const WORDS = new RegExp(WORD, 'gu');

function pairOf(
  { template, crossed }: PreparedTemplate,
  place: number,
  { lists, cluster, label }: TemplatesAsked,
  { named, dealt }: { readonly named: (name: string) => NamedList; readonly dealt: Dealer },
): { pair: TemplatePair; neutral: 'same shape' | 'other shape' | 'same as a side' | null } {
  const places = new Map<string, number>();
  let rest = place;
  for (const { name, words } of crossed.toReversed()) {
    places.set(name, rest % words.length);
    rest = Math.floor(rest / words.length);
  }
  const wordOf: WordOf = (name) => {
    const found = named(name);
    if (found === null) return '';
    const { list, isCapital } = found;
    const owner = list.goesWith ?? list.name;
    let at = places.get(owner);
    if (at === undefined) {
      at = dealt(lists.find((each) => each.name === owner) ?? list);
      places.set(owner, at);
    }
    const word = list.words[at] ?? '';
    return isCapital ? withCapital(word) : word;
  };
  /** Of a list that the template does not have there is no word. */
  const shared = typeof cluster === 'object' && crossed.some(({ name }) => name === cluster.list);
  const clusterOf = (): string | null => {
    if (cluster === 'template') return template.text.trim();
    return typeof cluster === 'object' && shared ? wordOf(cluster.list) || null : null;
  };
  const { pieces } = template;
  const changes = pieces.filter((piece) => piece.kind === 'change');
  const original = written(pieces, wordOf, (change) => change.original);
  const counterfactual = written(pieces, wordOf, (change) => change.counterfactual);
  const hasNeutral = changes.some((change) => change.neutral !== null);
  const neutral = hasNeutral ? written(pieces, wordOf, (change) => change.neutral ?? change.original) : null;
  const isSide = neutral === original || neutral === counterfactual;
  const hasShape = changes.every(
    (change) =>
      wordCount(change.neutral ?? change.original, wordOf) === wordCount(change.counterfactual, wordOf),
  );
  return {
    pair: {
      original,
      counterfactual,
      neutral: isSide ? null : neutral,
      label: label === 'none' ? null : changes.map(labelOf).join('; '),
      cluster: clusterOf(),
    },
    neutral: neutral === null ? null : isSide ? 'same as a side' : hasShape ? 'same shape' : 'other shape',
  };
}

/** 'not'; 'is → is not' */
function labelOf({ written: text, original }: TemplateChange): string {
  const parts = text.split('|').map((part) => part.trim());
  return original.length === 0
    ? parts.length === 1
      ? (parts[0] ?? '')
      : (parts[1] ?? '')
    : parts.slice(0, 2).join(' → ');
}

function wordCount(parts: readonly TemplatePart[], wordOf: WordOf): number {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : wordOf(part.name))).join('');
  return text.match(WORDS)?.length ?? 0;
}

/** A side: where nothing is put in, no second space stays, and none before a sign that ends a clause. */
function written(
  pieces: readonly TemplatePiece[],
  wordOf: WordOf,
  partsOf: (change: TemplateChange) => readonly TemplatePart[],
): string {
  let text = '';
  let isGap = false;
  const add = (next: string): void => {
    if (next === '') {
      isGap = true;
      return;
    }
    if (isGap) {
      if (text === '' || /\s$/u.test(text)) next = next.replace(/^\s+/u, '');
      if (/^[.,;:!?)\]]/u.test(next)) text = text.trimEnd();
    }
    isGap = false;
    text += next;
  };
  const addParts = (parts: readonly TemplatePart[]): void => {
    for (const part of parts) add(part.kind === 'text' ? part.text : wordOf(part.name));
  };
  for (const piece of pieces) {
    if (piece.kind !== 'change') addParts([piece]);
    else {
      const parts = partsOf(piece);
      if (parts.length === 0) add('');
      else addParts(parts);
    }
  }
  return text.trim();
}

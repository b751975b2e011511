/** What a person types into the dialog of templates: kept with the workspace, also when pairs were added and the dialog is closed. */
import { z } from 'zod';
import { seedNumber } from '../../../core/bounds.ts';
import { usualCluster } from '../../../core/templates/clusters.ts';
import {
  changeWithoutNeutral,
  crossedLists,
  type ExpandedTemplates,
  expandTemplates,
  MOST_TEMPLATE_PAIRS,
  readTemplates,
  type TemplatesAsked,
} from '../../../core/templates/expand-templates.ts';
import { readTemplate, wordsIn } from '../../../core/templates/template-text.ts';
import { listNamed, NEUTRAL_LIST, readWords, type WordList } from '../../../core/templates/word-lists.ts';

const listDraft = z.object({ words: z.string(), goesWith: z.string() });
export type ListDraft = Readonly<z.infer<typeof listDraft>>;

/** The choice of no list. */
export const ITSELF = '';
const UNWRITTEN: ListDraft = { words: '', goesWith: ITSELF };
export const OF_TEMPLATE = 'template';
export const NO_CLUSTER = 'none';

export interface TemplateDraft {
  /** One a line. */
  readonly templates: string;
  /** By name; also those that no template names any more. */
  readonly lists: Readonly<Record<string, ListDraft>>;
  readonly isSample: boolean;
  readonly sample: number;
  readonly seed: number;
  /** OF_TEMPLATE, NO_CLUSTER, or `list:` and a name; null: what is usual. */
  readonly cluster: string | null;
  readonly hasLabel: boolean;
}

export const EXAMPLE: TemplateDraft = {
  templates: 'The {noun} {was} [not] {adjective}.',
  lists: {
    noun: { words: 'robin, apples, door', goesWith: ITSELF },
    was: { words: 'was, were, was', goesWith: 'noun' },
    adjective: { words: 'red, small, old, new', goesWith: ITSELF },
    [`${NEUTRAL_LIST} for not`]: { words: 'also, now, then, still', goesWith: ITSELF },
  },
  isSample: false,
  sample: 200,
  seed: 1,
  cluster: null,
  hasLabel: true,
};

/** As it is kept: lists by any name, `__proto__` too, are entries. */
const keptDraft = z.object({
  templates: z.string(),
  lists: z.array(z.tuple([z.string(), listDraft])),
  isSample: z.boolean(),
  sample: z.int().min(1).max(MOST_TEMPLATE_PAIRS),
  seed: seedNumber,
  cluster: z.string().nullable(),
  hasLabel: z.boolean(),
});

export function writeDraft(draft: TemplateDraft): string {
  const kept: z.input<typeof keptDraft> = { ...draft, lists: Object.entries(draft.lists) };
  return JSON.stringify(kept);
}

/** @param text as it was kept; the example where it is not what this Pairlens would keep */
export function readDraft(text: string | null): TemplateDraft {
  try {
    const parsed = keptDraft.safeParse(JSON.parse(text ?? 'null'));
    return parsed.success ? { ...parsed.data, lists: Object.fromEntries(parsed.data.lists) } : EXAMPLE;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return EXAMPLE;
  }
}

/** A list by its name, which may be `constructor` too; without words where nothing is typed yet. */
export const listIn = (lists: TemplateDraft['lists'], name: string): ListDraft =>
  (Object.hasOwn(lists, name) ? lists[name] : undefined) ?? UNWRITTEN;

/** Templates of a draft with the line that each stands on, from 0. */
export function templatesOf({ templates }: TemplateDraft): { text: string; line: number }[] {
  return templates
    .split('\n')
    .map((line, at) => ({ text: line.trim(), line: at }))
    .filter(({ text }) => text !== '');
}

/** Names of the lists that templates use, in reading order. */
export function namesOf(draft: TemplateDraft): string[] {
  const known = Object.keys(draft.lists).map((name): WordList => ({ name, words: [], goesWith: null }));
  const names = templatesOf(draft).flatMap(({ text }) =>
    wordsIn(readTemplate(text).pieces).map(({ name }) => {
      // {Noun} is the list noun with a capital, also before that has words.
      const small = name.slice(0, 1).toLowerCase() + name.slice(1);
      return listNamed(known, name)?.list.name ?? small;
    }),
  );
  return [...new Set(names)];
}

/** The change that a list of neutrals is asked for: 'not'; null where no template asks. */
export function neutralFor(draft: TemplateDraft): string | null {
  return (
    templatesOf(draft)
      .map(({ text }) => changeWithoutNeutral(readTemplate(text)))
      .find((change) => change !== null) ?? null
  );
}

/** The key of a change's neutrals among the lists of a draft. */
export const neutralsOf = (change: string): string => `${NEUTRAL_LIST} for ${change}`;

export function listsOf(draft: TemplateDraft): WordList[] {
  const names = namesOf(draft);
  const lists = names.map((name): WordList => {
    const { words, goesWith } = listIn(draft.lists, name);
    return { name, words: readWords(words), goesWith: names.includes(goesWith) ? goesWith : null };
  });
  const change = neutralFor(draft);
  if (change === null || names.includes(NEUTRAL_LIST)) return lists;
  const words = readWords(listIn(draft.lists, neutralsOf(change)).words);
  // There need not be any.
  return words.length === 0 ? lists : [...lists, { name: NEUTRAL_LIST, words, goesWith: null }];
}

const askedOf = (draft: TemplateDraft): Pick<TemplatesAsked, 'templates' | 'lists'> => ({
  templates: templatesOf(draft).map(({ text }) => text),
  lists: listsOf(draft),
});

/** Lists that pairs could share a word of. */
export const ownLists = (draft: TemplateDraft): string[] => crossedLists(askedOf(draft));

/** What is usual, as a choice of the dialog. */
export function usualChoice(draft: TemplateDraft): string {
  const usual = usualCluster(askedOf(draft));
  return typeof usual === 'object' ? `list:${usual.list}` : usual;
}

function clusterOf(draft: TemplateDraft): TemplatesAsked['cluster'] {
  const chosen = draft.cluster ?? usualChoice(draft);
  if (chosen === OF_TEMPLATE || chosen === NO_CLUSTER) return chosen;
  const list = chosen.slice('list:'.length);
  return ownLists(draft).includes(list) ? { list } : 'template';
}

export interface MadeOfDraft extends ExpandedTemplates {
  /** There are more combinations than are made in one go, and no sample is asked for. */
  readonly isTooMany: boolean;
}

export function madeOf(draft: TemplateDraft): MadeOfDraft {
  const asked: TemplatesAsked = {
    ...askedOf(draft),
    sample: draft.isSample ? draft.sample : null,
    seed: draft.seed,
    cluster: clusterOf(draft),
    label: draft.hasLabel ? 'change' : 'none',
  };
  const isTooMany = !draft.isSample && readTemplates(asked).combinations > MOST_TEMPLATE_PAIRS;
  return { ...expandTemplates(asked), isTooMany };
}

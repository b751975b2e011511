/** The list of models as the page shows it. */
import type { Model, ModelOrigin } from '../../../shared/entities.ts';
import { familyWords } from './family-words.ts';

export interface ModelGroup {
  readonly title: string;
  /** What they have in common, in a sentence. */
  readonly note: string;
  readonly models: readonly Model[];
}

const GROUPS: readonly { title: string; note: string; origins: readonly ModelOrigin[] }[] = [
  { title: 'Bundled', note: 'They come with Pairlens.', origins: ['bundled'] },
  { title: 'Added', note: 'From the Hugging Face Hub, or from a folder.', origins: ['hub', 'folder'] },
  {
    title: 'Used by runs only',
    note: 'Folders that runs of this workspace have used; nobody has added them.',
    origins: ['run'],
  },
];

/** The groups that have a model which matches: every word of `search` is in its name, family, licence or source. */
export function groupModels(models: readonly Model[], search: string): ModelGroup[] {
  const words = search
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const matches = (model: Model): boolean => {
    const { name, title, architecture, licence, source } = model;
    const family = [architecture, familyWords(architecture)];
    const text = [name, title, ...family, licence ?? '', source ?? ''].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return GROUPS.map(({ origins, ...group }) => ({
    ...group,
    models: models.filter((model) => origins.includes(model.origin) && matches(model)),
  })).filter((group) => group.models.length > 0);
}

/** Unique for each model of a list. The name alone is not: a folder may hold another model later. */
export function modelKey({ name, weightsHash, tokenizerHash }: Model): string {
  return `${name} ${weightsHash} ${tokenizerHash}`;
}

/** The heading of a model: its name, or, where that is the path of a folder, the last part of it. */
export function titleOf({ name, title, origin }: Pick<Model, 'name' | 'title' | 'origin'>): string {
  return origin === 'run' ? title : name;
}

/** The rest of a model's title, below its heading; '' where the heading says it all. */
export function subtitleOf(model: Pick<Model, 'name' | 'title' | 'origin'>): string {
  const heading = titleOf(model);
  if (model.title === heading) return '';
  return model.title.startsWith(`${heading}: `) ? model.title.slice(heading.length + 2) : model.title;
}

/** Where a model comes from, in words. */
export const ORIGIN_WORDS: Readonly<Record<ModelOrigin, string>> = {
  bundled: 'bundled',
  hub: 'from the Hub',
  folder: 'from a folder',
  run: 'used by a run',
};

/** What is missing where no set of a project has pairs, or texts, and the ways to some. */
import type { PairForm } from '../../../core/analyses/pair-form.ts';
import { quoted } from '../../../core/isolated.ts';
import { formatCount } from '../format/format.ts';
import type { RouteInput } from '../navigation/route.ts';
import type { Way } from '../navigation/way.ts';

export interface Missing {
  /** A sentence. */
  readonly why: string;
  /** The first does most for a person who begins. */
  readonly ways: readonly Way[];
}

interface NamedSet {
  readonly id: number;
  readonly name: string;
}

/** @param sets of the project, none of which has pairs */
export function missingPairs(projectId: number, sets: readonly NamedSet[]): Missing {
  return missingContent('pairs', sets, (setId) => ({ room: 'pairs', projectId, setId }), [
    { words: 'Add bundled set', to: { room: 'pairs', projectId, add: 'bundled' } },
    { words: 'Import a file', to: { room: 'pairs', projectId, add: 'import' } },
  ]);
}

/** @param sets of the project, none of which has pairs of the form */
export function missingPairsOfForm(
  projectId: number,
  sets: readonly (NamedSet & { readonly pairCount: number })[],
  { words, bundledSet }: Pick<PairForm, 'words' | 'bundledSet'>,
): Missing {
  const { why, ways } = missingPairs(projectId, sets);
  const has = `The bundled set “${bundledSet}” has pairs of the form that this takes.`;
  if (sets.every(({ pairCount }) => pairCount === 0)) return { why: `${why} ${has}`, ways };
  return {
    why: `No set here has a pair that ${words.one}. ${has}`,
    ways: ways.filter(({ to }) => 'add' in to),
  };
}

/** @param sets of the project, none of which has texts */
export function missingTexts(projectId: number, sets: readonly NamedSet[]): Missing {
  return missingContent('texts', sets, (setId) => ({ room: 'texts', projectId, setId }), [
    { words: 'Add bundled set', to: { room: 'texts', projectId, add: 'bundled' } },
    { words: 'Paste texts', to: { room: 'texts', projectId, add: 'paste' } },
  ]);
}

function missingContent(
  content: 'pairs' | 'texts',
  sets: readonly NamedSet[],
  setAt: (setId: number | undefined) => RouteInput,
  waysToAnother: readonly Way[],
): Missing {
  const [first, ...others] = sets;
  if (first === undefined) return { why: `This project has no ${content} yet.`, ways: waysToAnother };
  return others.length === 0
    ? {
        why: `${quoted(first.name)} has no ${content} yet.`,
        ways: [{ words: `Add ${content} to it`, to: setAt(first.id) }, ...waysToAnother],
      }
    : {
        why: `None of the ${formatCount(sets.length)} sets here has ${content} yet.`,
        ways: [{ words: 'Open the sets', to: setAt(undefined) }, ...waysToAnother],
      };
}

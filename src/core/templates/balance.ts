/**
 * How pairs of a template stand against their neutrals, before any tokenizer: a neutral controls for a change where it takes out
 * and puts in as many words, at the same place (docs/decisions/0029). Token by token it is told once a model is chosen.
 */
import { wordChanges } from '../pairs/word-changes.ts';
import type { TemplatePair } from './expand-templates.ts';

export interface WordCount {
  /** What is put in, its words joined; '' where words are only taken out. */
  readonly words: string;
  readonly pairs: number;
}

export interface TemplateBalance {
  /** Pairs that have a neutral. */
  readonly pairs: number;
  /** Of those, whose neutral takes out and puts in as many words as the counterfactual. */
  readonly sameCounts: number;
  /** Of those, whose neutral begins to differ from the original where the counterfactual does. */
  readonly samePlace: number;
  /** What counterfactuals put in, and what neutrals do, the most frequent first. */
  readonly counterfactuals: readonly WordCount[];
  readonly neutrals: readonly WordCount[];
}

interface Change {
  readonly taken: number;
  readonly put: number;
  /** UTF-16 units from the start of the sentence. */
  readonly from: number;
  readonly words: string;
}

/** null where no pair has a neutral. */
export function templateBalance(
  made: readonly Pick<TemplatePair, 'original' | 'counterfactual' | 'neutral'>[],
): TemplateBalance | null {
  const changes = made.flatMap(({ original, counterfactual, neutral }) =>
    neutral === null
      ? []
      : [{ own: changeOf(original, counterfactual), neutral: changeOf(original, neutral) }],
  );
  if (changes.length === 0) return null;
  return {
    pairs: changes.length,
    sameCounts: changes.filter(({ own, neutral }) => own.taken === neutral.taken && own.put === neutral.put)
      .length,
    samePlace: changes.filter(({ own, neutral }) => own.from === neutral.from).length,
    counterfactuals: counted(changes.map(({ own }) => own.words)),
    neutrals: counted(changes.map(({ neutral }) => neutral.words)),
  };
}

function changeOf(original: string, other: string): Change {
  const { takenOut, putIn } = wordChanges(original, other);
  const texts = (text: string, ranges: readonly (readonly [number, number])[]): string[] =>
    ranges.map(([from, to]) => text.slice(from, to).trim());
  const put = texts(other, putIn);
  const words = (parts: readonly string[]): number =>
    parts.reduce((sum, part) => sum + part.split(/\s+/u).filter((word) => word !== '').length, 0);
  return {
    taken: words(texts(original, takenOut)),
    put: words(put),
    from: Math.min(...[...takenOut, ...putIn].map(([from]) => from)),
    words: put.join(' … '),
  };
}

function counted(all: readonly string[]): WordCount[] {
  const groups = Map.groupBy(all, (words) => words);
  return Array.from(groups, ([words, { length }]) => ({ words, pairs: length })).toSorted(
    (a, b) => b.pairs - a.pairs,
  );
}

/** What an alignment says of a pair: which tokens only one statement has, which stand in place of another, what a person changed. */
import { sameShape, type Shape, shapeOfChange } from '../../../core/statistics/shape.ts';
import type { PairTokens } from '../../../shared/pair-tokens.ts';
import type { Link } from '../pair-view/alignment-draft.ts';
import type { ChipLink } from '../pair-view/chip-links.ts';
import type { Side } from '../pair-view/token-focus.ts';
import type { Chip } from '../tokens/chips.ts';

type Chips = Readonly<Record<Side, readonly Chip[]>>;

export interface WhatDiffers {
  /** The same tokens in the same order: there is nothing to be seen. */
  readonly isNothing: boolean;
  /** Tokens without a counterpart, by statement, as they stand: those beside each other are one. */
  readonly alone: Readonly<Record<Side, readonly string[]>>;
  /** [original, counterfactual] of tokens that are tied to another token. */
  readonly instead: readonly (readonly [string, string])[];
}

/** @param links ascending in both */
export function whatDiffers(chips: Chips, links: readonly ChipLink[]): WhatDiffers {
  const ids = (side: Side): string => chips[side].map((chip) => chip.ids.join(' ')).join(' ');
  const textOf = (side: Side, at: number): string => chips[side][at]?.text ?? '';
  const alone = (side: Side): string[] => {
    const tied = new Set(links.map((link) => link[side]));
    return runsOf(chips[side].flatMap((_, at) => (tied.has(at) ? [] : [at]))).map((run) =>
      spelled(chips[side], run),
    );
  };
  return {
    isNothing: ids('original') === ids('counterfactual'),
    alone: { original: alone('original'), counterfactual: alone('counterfactual') },
    instead: links
      .filter(({ kind }) => kind === 'substitution')
      .map((link) => [textOf('original', link.original), textOf('counterfactual', link.counterfactual)]),
  };
}

/** Whether a run compares the pair with its neutral, as it is aligned, and why; null where it has no neutral. */
export function againstNeutral({
  original,
  compared,
  alignment,
  neutralShape,
}: Pick<PairTokens, 'original' | 'compared' | 'alignment' | 'neutralShape'>): {
  readonly isCompared: boolean;
  readonly words: string;
} | null {
  if (neutralShape === null) return null;
  const ids = [original, compared].map((tokens) => tokens.map(({ id }) => id));
  const own = shapeOfChange(ids[0] ?? [], ids[1] ?? [], alignment.pairs);
  return sameShape(own, neutralShape)
    ? { isCompared: true, words: `Compared: each ${does(own)}.` }
    : {
        isCompared: false,
        words: `Not compared: the counterfactual ${does(own)}, the neutral ${does(neutralShape)}.`,
      };
}

function does([inserted, deleted, substituted]: Shape): string {
  return `puts in ${inserted}, takes out ${deleted} and replaces ${substituted}`;
}

/** A token of the original that a person has given another counterpart, or none: its place, and where its counterparts are. */
export interface Corrected {
  readonly original: number;
  readonly now: number | null;
  readonly automatic: number | null;
}

/** What differs between two alignments, by the tokens of the original: each that lost, gained or changed its counterpart. */
export function correctedOf(links: readonly Link[], automatic: readonly Link[]): Corrected[] {
  const [now, before] = [new Map(links), new Map(automatic)];
  return [...new Set([...now.keys(), ...before.keys()])]
    .sort((a, b) => a - b)
    .map((original) => ({
      original,
      now: now.get(original) ?? null,
      automatic: before.get(original) ?? null,
    }))
    .filter((token) => token.now !== token.automatic);
}

/** Ascending places as runs of those beside each other. */
function runsOf(places: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const at of places) {
    const last = runs.at(-1);
    if (last?.at(-1) === at - 1) last.push(at);
    else runs.push([at]);
  }
  return runs;
}

/** Pieces of a word are joined as they are read. */
function spelled(chips: readonly Chip[], run: readonly number[]): string {
  return run.reduce((text, at) => {
    const chip = chips[at];
    if (chip === undefined) return text;
    return text === '' || chip.joined ? `${text}${chip.text}` : `${text} ${chip.text}`;
  }, '');
}

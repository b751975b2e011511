/** What an alignment says of a pair: which tokens only one statement has, which stand in place of another, what a person changed. */
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

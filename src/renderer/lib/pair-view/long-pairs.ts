/** Of a pair too long for its maps to be read whole: which part of it is shown. */
import { bisector, quantile, range } from 'd3-array';
import type { PairDetail, TokenView } from '../../../shared/entities.ts';
import { chipsOf } from '../tokens/chips.ts';
import { type ChipLink, chipLinks } from './chip-links.ts';
import type { ChipAt, Side } from './token-focus.ts';
import { SPANS } from './spans.ts';

/** From so many tokens (or words) on a pair is shown in a window. */
export const LONG_FROM = 48;

/** The first and the last token of the counterfactual that are shown. */
export type Window = readonly [number, number];

/** What differs between the statements of a pair. */
export interface Changes {
  /** Tokens (or words) of each that have no counterpart, or another one as theirs; ascending. */
  readonly changed: Readonly<Record<Side, readonly number[]>>;
  /** The tokens of the counterfactual before which something of the original is missing; ascending. */
  readonly missingBefore: readonly number[];
}

/** @param counts chips of each statement */
export function changesOf(links: readonly ChipLink[], counts: Readonly<Record<Side, number>>): Changes {
  const same = links.filter(({ kind }) => kind === 'match');
  const changed = (side: Side): number[] => {
    const unchanged = new Set(same.map((link) => link[side]));
    return range(counts[side]).filter((chip) => !unchanged.has(chip));
  };
  const tied = new Set(links.map(({ original }) => original));
  const missing = range(counts.original).filter((chip) => !tied.has(chip));
  const placeOf = (chip: number): number =>
    (links.findLast(({ original }) => original < chip)?.counterfactual ?? -1) + 1;
  return {
    changed: { original: changed('original'), counterfactual: changed('counterfactual') },
    missingBefore: [...new Set(missing.map(placeOf))].sort((a, b) => a - b),
  };
}

/** {@link changesOf} a pair as it was measured. */
export function changesIn(detail: PairDetail, view: TokenView): Changes {
  const [original, counterfactual] = [
    chipsOf(detail.original, view),
    chipsOf(detail.counterfactual, view),
  ] as const;
  return changesOf(chipLinks(detail.alignment.pairs, original, counterfactual), {
    original: original.length,
    counterfactual: counterfactual.length,
  });
}

/**
 * @param count tokens (or words) of the counterfactual
 * @param from the first one; null: around the first that differs
 * @param locked a token that is to be in sight: where it is not around what differs, the window stands around it
 */
export function windowOver(
  changes: Changes,
  {
    count,
    from,
    span,
    locked = null,
  }: {
    readonly count: number;
    readonly from: number | null;
    readonly span: number;
    readonly locked?: number | null;
  },
): Window {
  const beginning = (first: number): Window => {
    const begin = Math.max(0, Math.min(first, count - span));
    return [begin, Math.min(count, begin + span) - 1];
  };
  const around = (token: number): Window => beginning(token - Math.floor(span / 2));
  if (from !== null) return beginning(from);
  const usual = around(firstChange(changes));
  return locked === null || (locked >= usual[0] && locked <= usual[1]) ? usual : around(locked);
}

/**
 * What a text is opened at: the middle of the first tokens that differ, of those that are shown; null where none does.
 * @param shown the first and the last token of each statement that are shown
 */
export function whereChanged(
  { changed, missingBefore }: Changes,
  shown: Readonly<Record<Side, Window>>,
): ChipAt | null {
  const within = (side: Side): number[] =>
    changed[side].filter((chip) => chip >= shown[side][0] && chip <= shown[side][1]);
  const [above, below] = [within('original'), within('counterfactual')];
  const missing = missingBefore.find((chip) => chip >= shown.counterfactual[0]) ?? Infinity;
  const isMissingFirst = above.length > 0 && missing <= (below[0] ?? Infinity);
  const [side, chips] = isMissingFirst
    ? (['original', above] as const)
    : (['counterfactual', below] as const);
  const [first] = chips;
  if (first === undefined) return null;
  const last = chips.findLast((chip, at) => chip === first + at) ?? first;
  return { side, index: Math.floor((first + last) / 2) };
}

function firstChange({ changed, missingBefore }: Changes): number {
  const first = Math.min(changed.counterfactual[0] ?? Infinity, missingBefore[0] ?? Infinity);
  return Number.isFinite(first) ? first : 0;
}

/** Of what a scale ends with: a dot, or a cell, that stays below it can hardly be told from none. */
const FAINT = { dot: 0.25, cell: 0.05 } as const;

/** Whether a value is so near to 0 that it is hardly seen; 0 itself is nothing to see on any scale. @param domain of the scale, symmetric */
export function isTooFaint(
  value: number,
  [, high]: readonly [number, number],
  drawn: keyof typeof FAINT = 'dot',
): boolean {
  return value !== 0 && Math.abs(value) < FAINT[drawn] * high;
}

/**
 * How far from 0 the difference is at most where both statements have both tokens, as the metrics have it.
 * @param values [n, n] row after row, aligned tokens first
 * @param aligned how many of the rows, and columns, those are
 */
export function farthestAligned(values: ArrayLike<number>, n: number, aligned: number): number {
  let farthest = 0;
  for (let row = 0; row < aligned; row++)
    for (let column = 0; column < aligned; column++) {
      const distance = Math.abs(values[row * n + column] ?? Number.NaN);
      // Not of NaN.
      if (distance > farthest) farthest = distance;
    }
  return farthest;
}

/** Of the windows so many are to have room where some place scrolls: else it is no place, but all of the text. */
const IN_PLACE = 0.25;

/**
 * The largest span with which every window over a pair has room, so that none of them scrolls and all have one size. Where the
 * original has so much more in one place that this would halve all windows, that place scrolls.
 * @param room px that the chips of a statement may take
 * @param widths px of each chip, with the gap after it
 */
export function fittingSpan(
  room: number,
  widths: Readonly<Record<Side, readonly number[]>>,
  links: readonly ChipLink[],
): number {
  const counts = { original: widths.original.length, counterfactual: widths.counterfactual.length };
  const sums = { original: runningSums(widths.original), counterfactual: runningSums(widths.counterfactual) };
  const above = beside(links, counts);
  const below = (from: number, end: number) => [from, end] as const;
  const spans = range(SPANS.smallest, SPANS.largest + 1);
  /** @param share of the windows that are to have room */
  const fitting = (side: Side, between: typeof above, share: number): number => {
    const widest = (span: number): number => {
      const shown = Math.min(span, counts.counterfactual);
      const widths = range(0, counts.counterfactual - shown + 1).map((from) => {
        const [first, end] = between(from, from + shown);
        return (sums[side][end] ?? 0) - (sums[side][first] ?? 0);
      });
      return quantile(widths, share) ?? 0;
    };
    return spans[bisector<number, number>(widest).right(spans, room) - 1] ?? SPANS.smallest;
  };
  const one = Math.min(fitting('counterfactual', below, 1), Math.max(SPANS.smallest, counts.counterfactual));
  const other = fitting('original', above, 1);
  return Math.min(one, other < one / 2 ? fitting('original', above, IN_PLACE) : other);
}

/** [n + 1] the sum of the first 0, 1, … n. */
function runningSums(widths: readonly number[]): number[] {
  const sums = [0];
  for (const width of widths) sums.push((sums.at(-1) ?? 0) + width);
  return sums;
}

/** What of the original stands beside a window over the counterfactual: its first chip, and one past its last. */
function beside(
  links: readonly ChipLink[],
  counts: Readonly<Record<Side, number>>,
): (from: number, end: number) => readonly [number, number] {
  const firstAfter = Array<number>(counts.counterfactual + 1).fill(0);
  const endBefore = Array<number>(counts.counterfactual + 1).fill(counts.original);
  for (const { original, counterfactual } of links) {
    firstAfter[counterfactual + 1] = Math.max(firstAfter[counterfactual + 1] ?? 0, original + 1);
    endBefore[counterfactual] = Math.min(endBefore[counterfactual] ?? counts.original, original);
  }
  for (let at = 1; at <= counts.counterfactual; at++)
    firstAfter[at] = Math.max(firstAfter[at] ?? 0, firstAfter[at - 1] ?? 0);
  for (let at = counts.counterfactual - 1; at >= 0; at--)
    endBefore[at] = Math.min(endBefore[at] ?? counts.original, endBefore[at + 1] ?? counts.original);
  return (from, end) => [firstAfter[from] ?? 0, endBefore[end] ?? counts.original];
}

/** The lines of a ranking of heads: both ends, and between them a fold that says how many it hides. */
import { ascending, descending } from 'd3-array';
import type { CsvField } from '../csv.ts';
import type { ForestMarks } from './forest-axis.ts';

/** A head of a model, or a cell of another map: `head` is its column. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** What to be careful of in the numbers of a head. */
export interface HeadSign {
  readonly sign: string;
  readonly words: string;
}

export interface RankedHead extends Head {
  /** What it is called where it is no head: 'L3 at the changed token'. */
  readonly name?: string;
  /** 1 for the head that ranks first. */
  readonly place: number;
  /** What stands for the place where heads share theirs, or one has none. */
  readonly rank?: { readonly words: string; readonly title?: string };
  /** The end of the ranking that it stands at when it is called; null: the middle, which folds. */
  readonly end: 'first' | 'last' | null;
  /** There is nothing to see of it: with others it folds, also where no head is called. */
  readonly folds?: boolean;
  /** ink: called; hollow: undecided; faint: nothing there. */
  readonly look: 'ink' | 'hollow' | 'faint';
  /** What is said of it: "changes more". */
  readonly outcome: string;
  readonly marks: ForestMarks;
  /** The smallest effect of interest, on either side of 0, in what the marks are of; absent or null: none is set. */
  readonly margin?: number | null;
  readonly signs: readonly HeadSign[];
  /** One for each column. */
  readonly cells: readonly RankedCell[];
  /** What a CSV file has of it beside its place, by the names of its columns. */
  readonly numbers: Readonly<Record<string, CsvField>>;
}

export interface RankedCell {
  readonly text: string;
  /** In grey. */
  readonly faint?: boolean;
  /** What its column sorts by; null: undefined. */
  readonly value?: number | null;
}

export interface RankedColumn {
  /** What it sorts by. */
  readonly key: string;
  readonly words: string;
  readonly title?: string;
  /** px; absent: as wide as its longest cell. */
  readonly width?: number;
  /** Where there is little room columns are left out, 1 first; the inspector has their numbers too. Absent: never. */
  readonly leave?: number;
  /** px of the axis under which it leaves; as many as for the others where it does not say. */
  readonly least?: number;
  /** Of words; numbers stand at the right. */
  readonly left?: boolean;
}

export interface RankingOrder {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
}

/** The heads that rank first on top: the only order whose middle folds; any other has one fold on top. */
export const BY_RANK = { by: 'rank', direction: 'desc' } as const satisfies RankingOrder;

/** What a click on a heading makes of the order: what one looks for on top, then turned round, then by rank again. */
export function nextOrder(order: RankingOrder, by: string): RankingOrder {
  const first = by === 'head' || by === 'q' ? 'asc' : 'desc';
  if (order.by !== by) return { by, direction: first };
  return order.direction === first ? { by, direction: first === 'asc' ? 'desc' : 'asc' } : BY_RANK;
}

/** The heads, which come by rank, in another order: by the values of one column; what has none comes last either way. */
export function inOrder(
  heads: readonly RankedHead[],
  columns: readonly RankedColumn[],
  { by, direction }: RankingOrder,
): readonly RankedHead[] {
  if (by === BY_RANK.by) return direction === BY_RANK.direction ? heads : heads.toReversed();
  if (by === 'head') return byNumber(heads, ({ layer, head }) => layer * 1e6 + head, direction);
  const at = columns.findIndex(({ key }) => key === by);
  return at < 0 ? heads : byNumber(heads, ({ cells }) => cells[at]?.value ?? null, direction);
}

/** By a number of each; what has none comes last either way, what is equal stays as it was. */
export function byNumber<One>(
  ones: readonly One[],
  valueOf: (one: One) => number | null,
  direction: RankingOrder['direction'],
): One[] {
  const order = direction === 'asc' ? ascending : descending;
  return ones.toSorted((a, b) => {
    const [first, second] = [valueOf(a), valueOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return order(first, second);
  });
}

export type RankingLine =
  | { readonly kind: 'head'; readonly head: RankedHead }
  | { readonly kind: 'fold'; readonly heads: readonly RankedHead[]; readonly isOpen: boolean }
  /** Over the heads that follow an open fold and are not of it. */
  | { readonly kind: 'after'; readonly heads: readonly RankedHead[] };

export interface RankingInput {
  /** By rank. */
  readonly heads: readonly RankedHead[];
  /** The heads in the middle are listed, too. */
  readonly middle: boolean;
  readonly selected: Head | null;
  /** Lines that are in sight together: heads beyond are in the fold too, so that both ends show. */
  readonly room: number;
}

/** Of the lines that are in sight, the share of the last end, where there are more than fit. */
const SHARE_OF_LAST = 0.3;

/**
 * By rank: first the heads that are called, last those that are called for the opposite, and between them a fold with the
 * others. Where none is called all of them are listed, but for those of which there is nothing to see.
 */
export function foldedLines({ heads, middle, selected, room }: RankingInput): RankingLine[] {
  const all = listed(heads);
  const atFirst = heads.filter(({ end }) => end === 'first');
  const atLast = heads.filter(({ end }) => end === 'last');
  if (atFirst.length + atLast.length === 0) return foldedQuiet(heads, { middle, selected });
  const [first, last] = bothEnds(atFirst, atLast, room);
  const between = heads.filter((head) => !first.includes(head) && !last.includes(head));
  if (between.length < 2) return all;
  return [
    ...listed(first),
    { kind: 'fold', heads: between, isOpen: middle },
    ...listed(between.filter((head) => middle || isSame(head, selected))),
    ...(middle && last.length > 0 ? [{ kind: 'after' as const, heads: last }] : []),
    ...listed(last),
  ];
}

function foldedQuiet(
  heads: readonly RankedHead[],
  { middle, selected }: Pick<RankingInput, 'middle' | 'selected'>,
): RankingLine[] {
  const quiet = heads.filter(({ folds }) => folds);
  if (quiet.length < 2) return listed(heads);
  return [
    ...listed(heads.filter(({ folds }) => folds !== true)),
    { kind: 'fold', heads: quiet, isOpen: middle },
    ...listed(quiet.filter((head) => middle || isSame(head, selected))),
  ];
}

/**
 * In another order than by rank: on top a fold with the heads that are not called, then those that are, all in that order. Where
 * it is open all of them are listed. Where none is called, or one alone is not, nothing folds.
 */
export function foldedOnTop({ heads, middle, selected }: Omit<RankingInput, 'room'>): RankingLine[] {
  const others = heads.filter(({ end }) => end === null);
  if (others.length === heads.length || others.length < 2) return listed(heads);
  return [
    { kind: 'fold', heads: others, isOpen: middle },
    ...listed(heads.filter((head) => middle || head.end !== null || isSame(head, selected))),
  ];
}

export function listed(heads: readonly RankedHead[]): RankingLine[] {
  return heads.map((head) => ({ kind: 'head', head }));
}

export function isSame(head: Head, other: Head | null): boolean {
  return head.layer === other?.layer && head.head === other.head;
}

/** As many of both as there is room for beside the fold and the selected head. */
function bothEnds(
  first: readonly RankedHead[],
  last: readonly RankedHead[],
  room: number,
): readonly [readonly RankedHead[], readonly RankedHead[]] {
  const lines = Math.max(6, room - 2);
  if (first.length + last.length <= lines) return [first, last];
  const ofLast = Math.min(last.length, Math.max(Math.floor(SHARE_OF_LAST * lines), lines - first.length));
  return [first.slice(0, lines - ofLast), last.slice(last.length - ofLast)];
}

/** "13 heads at the other end" */
export function afterWords(heads: readonly RankedHead[], what: string): string {
  return `${heads.length} ${heads.length === 1 ? what.replace(/s$/, '') : what} at the other end`;
}

/**
 * '12 of 72 heads in sight', of those that are listed where others are folded.
 * @param room lines that are in sight together, the first
 */
export function inSightWords(lines: readonly RankingLine[], room: number, what: string): string {
  const headsAmong = (some: readonly RankingLine[]) => some.filter(({ kind }) => kind === 'head').length;
  const all = headsAmong(lines);
  const isFolded = lines.some((line) => line.kind === 'fold' && !line.isOpen);
  const those = isFolded ? `the ${all} listed` : `${all}`;
  return `${headsAmong(lines.slice(0, room))} of ${those} ${all === 1 ? what.replace(/s$/, '') : what} in sight`;
}

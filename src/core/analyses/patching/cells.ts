/** The cells of a map, each with what is said of it. */
import type { CellLook } from '../../figures/head-grid-legend.ts';
import { type NamedTensors, tensorOf } from '../named-tensor.ts';
import { beyondMargin, type IntervalVerdict, LARGEST_Q } from '../interval-verdict.ts';
import { type PatchDirection, togetherName } from './hooks.ts';
import { ROLES } from './roles.ts';
import { cellAt, type PatchStatistic, type ResultMap, settingsOf } from './result.ts';

/**
 * What the 95 % interval says against the margin, by {@link beyondMargin} with q over all cells of a map: 'moves' above it, 'against' below
 * minus that (the cell moves the outcome away), 'nothing' within; else 'undecided'. 'untested': too few pairs for an interval.
 */
export const PATCH_VERDICTS = ['moves', 'against', 'undecided', 'nothing', 'untested'] as const;
export type PatchVerdict = (typeof PATCH_VERDICTS)[number];

const VERDICTS = {
  above: 'moves',
  below: 'against',
  within: 'nothing',
  undecided: 'undecided',
  untested: 'untested',
} as const satisfies Record<IntervalVerdict, PatchVerdict>;

export const VERDICT_LOOKS = {
  moves: 'called',
  against: 'called',
  undecided: 'hatched',
  nothing: 'grey',
  untested: 'full',
} as const satisfies Record<PatchVerdict, CellLook>;

/** The numbers of a cell, and what they come to. */
export interface StatedCell extends Readonly<Record<PatchStatistic, number | null>> {
  readonly verdict: PatchVerdict;
  /** More than its control, the whole interval of the difference above 0 and q at most {@link LARGEST_Q}; null without a control. */
  readonly beyondControl: boolean | null;
}

export interface PatchedCell extends StatedCell {
  readonly layer: number;
  /** null of cells that are positions. */
  readonly head: number | null;
  /** null of cells that are heads at all positions. */
  readonly role: string | null;
}

/** What heads move that were put in all at once; null where that was not asked for. */
export function cellTogether(result: NamedTensors, direction: PatchDirection): StatedCell | null {
  const tensor = result.get(togetherName(direction));
  return tensor === undefined ? null : stated(cellAt(tensor, 0), settingsOf(result).margin);
}

/** Row-major: by layer, then head or role, or both. */
export function patchedCells(result: NamedTensors, map: ResultMap): PatchedCell[] {
  const tensor = tensorOf(result, map.name);
  const { margin } = settingsOf(result);
  return Array.from({ length: map.layers * map.columns }, (_, place) => {
    const numbers = cellAt(tensor, place);
    const column = place % map.columns;
    const roles = map.byPosition || map.heads === null ? ROLES.length : 1;
    return {
      ...stated(numbers, margin),
      layer: Math.floor(place / map.columns),
      head: map.heads === null ? null : Math.floor(column / roles),
      role: roles === 1 ? null : (ROLES[column % roles] ?? null),
    };
  });
}

function stated(numbers: Readonly<Record<PatchStatistic, number | null>>, margin: number): StatedCell {
  const { ci_low: low, ci_high: high, difference_ci_low: more, difference_q: q } = numbers;
  return {
    ...numbers,
    verdict: VERDICTS[beyondMargin({ low, high }, numbers.q, margin)],
    beyondControl: more === null ? null : more > 0 && q !== null && q <= LARGEST_Q,
  };
}

/** Those with the largest effect first; undefined ones are left out; ties to the lower layer, then column. */
export function byEffect(cells: readonly PatchedCell[]): PatchedCell[] {
  return cells
    .filter(({ mean }) => mean !== null)
    .toSorted((a, b) => (b.mean ?? 0) - (a.mean ?? 0) || a.layer - b.layer);
}

/** 'L3 H2', 'L3 at the changed token' */
export function cellName({ layer, head, role }: Pick<PatchedCell, 'layer' | 'head' | 'role'>): string {
  return [`L${layer}`, head === null ? '' : `H${head}`, role === null ? '' : role]
    .filter((part) => part !== '')
    .join(' ');
}

/** Of so many cells of a map, how many are its first: ten, of few cells half of them. `top_share` is of these. */
export function topOf(count: number): number {
  return Math.min(10, Math.floor(count / 2));
}

/** Of the cells of a map with the largest effect, see {@link topOf}, how many would be there again with other pairs. */
export function overlapOfTop(
  cells: readonly PatchedCell[],
): { readonly top: number; readonly again: number } | null {
  const first = byEffect(cells).slice(0, topOf(cells.length));
  if (first.length === 0 || first.some(({ top_share }) => top_share === null)) return null;
  return { top: first.length, again: first.reduce((sum, { top_share }) => sum + (top_share ?? 0), 0) };
}

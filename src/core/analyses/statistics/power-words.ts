/** How much a run could see at a head, and what it would take to see less: from core/statistics/power.ts. */
import { OUTCOME_LEVEL } from '../../statistics/outcome.ts';
import { detectableDifference, neededFor, type Precision, type RunSize } from '../../statistics/power.ts';
import type { StatisticsRow } from './rows.ts';

export interface HeadPower {
  /** The smallest difference that is seen four times in five where this head was chosen beforehand. */
  readonly detectable: number;
  /** The same for a head that has to stand out among all of them. */
  readonly detectableAmongAll: number;
  /** The difference that {@link needed} is for: the smallest effect of interest, or half of what is detectable. */
  readonly asked: number;
  readonly needed: RunSize | null;
  readonly neededAmongAll: RunSize | null;
}

/**
 * @param heads how many are tested together
 * @returns null where the head has no standard error
 */
export function powerOfHead(row: StatisticsRow, heads: number): HeadPower | null {
  const precision = precisionOf(row);
  const size = sizeOf(row);
  const amongAll = OUTCOME_LEVEL / Math.max(1, heads);
  const detectable = detectableDifference(precision, OUTCOME_LEVEL);
  const detectableAmongAll = detectableDifference(precision, amongAll);
  if (detectable === null || detectableAmongAll === null || size === null) return null;
  // However many the pairs, the measurement shows no smaller difference.
  const resolved = row.resolution ?? 0;
  const asked = row.margin !== null && row.margin > 0 ? row.margin : Math.max(detectable / 2, resolved);
  return {
    detectable: Math.max(detectable, resolved),
    detectableAmongAll: Math.max(detectableAmongAll, resolved),
    asked,
    needed: neededFor(asked, precision, size, OUTCOME_LEVEL),
    neededAmongAll: neededFor(asked, precision, size, amongAll),
  };
}

/** The power at the head in the middle of these, by how precisely they are known; null where none has it. */
export function powerInTheMiddle(rows: readonly StatisticsRow[], heads: number): HeadPower | null {
  const middle = rowInTheMiddle(rows);
  return middle === undefined ? null : powerOfHead(middle, heads);
}

/** How precisely a difference is known, and from how many: of the smaller side, and the units of each. */
export interface KnownPrecision extends Precision, RunSize {
  readonly setUnits: number;
  /** null where pairs are compared with their own neutrals. */
  readonly controlUnits: number | null;
}

/** At the head in the middle; null where none is known. */
export function precisionInTheMiddle(rows: readonly StatisticsRow[]): KnownPrecision | null {
  const middle = rowInTheMiddle(rows);
  const size = middle === undefined ? null : sizeOf(middle);
  if (middle === undefined || size === null) return null;
  const isOne = middle.comparison === 'none' || hasOwnNeutrals(middle);
  return {
    ...precisionOf(middle),
    ...size,
    setUnits: isOne ? size.units : (middle.compared_clusters ?? middle.compared ?? size.units),
    controlUnits: isOne ? null : (middle.compared_control_clusters ?? middle.compared_control),
  };
}

function hasOwnNeutrals({ comparison }: StatisticsRow): boolean {
  return comparison === 'paired' || comparison === 'within';
}

function rowInTheMiddle(rows: readonly StatisticsRow[]): StatisticsRow | undefined {
  const known = rows
    .filter((row) => precisionOf(row).se !== null)
    .sort((a, b) => (precisionOf(a).se ?? 0) - (precisionOf(b).se ?? 0));
  return known[Math.floor(known.length / 2)];
}

function precisionOf(row: StatisticsRow): Precision {
  return row.comparison === 'none'
    ? { se: row.se, dof: row.dof }
    : { se: row.difference_se, dof: row.difference_dof };
}

/** Of the smaller side, in clusters where there are any. */
function sizeOf(row: StatisticsRow): RunSize | null {
  const smaller = (set: number | null, control: number | null): number | null =>
    set === null || hasOwnNeutrals(row) ? set : Math.min(set, control ?? set);
  const pairs = row.comparison === 'none' ? row.n : smaller(row.compared, row.compared_control);
  const clusters =
    row.comparison === 'none' ? row.clusters : smaller(row.compared_clusters, row.compared_control_clusters);
  return pairs === null || pairs === 0 ? null : { units: clusters ?? pairs, pairs };
}

/** Two digits: a forecast claims no more. */
export function roughly(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en');
}

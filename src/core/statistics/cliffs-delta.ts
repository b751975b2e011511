/**
 * Cliff's delta (Cliff 1993): how much more often a value of the set exceeds one of the control than the other way
 * round, from -1 (all below) to 1 (all above), with an interval. docs/science.md, section 3.
 */
import { bisectLeft, bisectRight } from 'd3-array';
import type { CellSide, Cells } from './cells.ts';
import { estimateMean, sideDegreesOfFreedom, sideVariance, sumOfVariances, valuesByCell } from './cr2.ts';
import { studentQuantile } from './distributions.ts';

/** From here on delta is -1 or 1, whatever its sum rounded to. */
const COMPLETE = 1 - 1e-12;
/** A variance of placements, which lie within -1 and 1, at or below this is rounding. */
const NO_VARIANCE = 1e-24;

export interface CliffsDelta {
  readonly delta: number;
  /** null with fewer than two units, 0 without spread */
  readonly se: number | null;
  /** null where se is 0 or null */
  readonly dof: number | null;
  /** 95 % interval, within -1 and 1; null where it is undefined. */
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * Sum over strata of w delta, each delta within its stratum. The standard error is that of the placements (DeLong
 * 1988): a value's lead over the other side of its stratum, as a share. O(n log n) for n values of both sides.
 *
 * @param setValues the column that `cells.set.rows` points into
 * @param controlValues the column that `cells.control.rows` points into
 * @param known degrees of freedom of the variance of set and control, where they are
 */
export function stratifiedCliffsDelta(
  cells: Pick<Cells, 'set' | 'control'>,
  setValues: Float64Array,
  controlValues: Float64Array,
  known: readonly number[] = [],
): CliffsDelta {
  const { set, control } = cells;
  const setLeads = leadsOf(set, setValues, valuesByCell(control, controlValues));
  const controlLeads = leadsOf(control, controlValues, valuesByCell(set, setValues));
  let delta = 0;
  // Leads are whole numbers: a delta of 1 is 1 but for the weights.
  valuesByCell(set, setLeads).forEach((leads, s) => {
    const sum = leads.reduce((total, lead) => total + lead, 0);
    delta += (set.weights[s]! * sum) / (set.sizes[s]! * control.sizes[s]!);
  });
  const { variance, dof: joint } = sumOfVariances([
    {
      variance: sideVariance(set, placementsOf(set, setLeads, control.sizes)),
      dof: known[0] ?? sideDegreesOfFreedom(set),
    },
    {
      variance: sideVariance(control, placementsOf(control, controlLeads, set.sizes)),
      dof: known[1] ?? sideDegreesOfFreedom(control),
    },
  ]);
  const spread = variance > NO_VARIANCE ? { se: Math.sqrt(variance), dof: joint } : { se: 0, dof: null };
  return { delta, ...spread, interval: fengInterval(delta, spread, Math.min(set.units, control.units)) };
}

/**
 * Delta of pairs with a neutral of their own: the share of differences above 0 less the share below.
 *
 * @param side one cell, of the pairs that are used
 * @param differences the column that `side.rows` points into
 * @returns null without pairs
 */
export function pairedCliffsDelta(side: CellSide, differences: Float64Array): CliffsDelta | null {
  const result = estimateMean(side, differences.map(Math.sign));
  if (result === null) return null;
  const { estimate, se, dof } = result;
  const delta = estimate + 0;
  return { delta, se, dof, interval: fengInterval(delta, { se, dof }, side.units) };
}

/**
 * The asymmetric interval of Feng and Cliff (2004), which stays within -1 and 1; where all lead, Cliff's rule on the
 * units of the smaller side.
 */
function fengInterval(
  delta: number,
  { se, dof }: Pick<CliffsDelta, 'se' | 'dof'>,
  units: number,
): readonly [number, number] | null {
  if (Math.abs(delta) >= COMPLETE) {
    if (units < 2) return null;
    const square = studentQuantile(0.975, units - 1) ** 2;
    const edge = (units - square) / (units + square);
    return delta > 0 ? [edge, 1] : [-1, 0 - edge];
  }
  if (!se || dof === null) return null;
  const reach = studentQuantile(0.975, dof) * se;
  const room = 1 - delta ** 2;
  const centre = delta * room;
  const half = reach * Math.sqrt(room ** 2 + reach ** 2);
  const divisor = room + reach ** 2;
  return [Math.max(-1, (centre - half) / divisor), Math.min(1, (centre + half) / divisor)];
}

/**
 * By row of the column: how many values of the other side of its stratum are below, less how many are above.
 *
 * @param others by stratum; they are sorted in place
 */
function leadsOf(side: CellSide, values: Float64Array, others: readonly Float64Array[]): Float64Array {
  for (const cell of others) cell.sort();
  const leads = new Float64Array(values.length);
  side.rows.forEach((row, p) => {
    const cell = others[side.stratumOfEntry[side.entryOfRow[p]!]!]!;
    const value = values[row]!;
    leads[row] = bisectLeft(cell, value) + bisectRight(cell, value) - cell.length;
  });
  return leads;
}

/** Leads as shares of the other side's values. */
function placementsOf(side: CellSide, leads: Float64Array, sizes: Float64Array): Float64Array {
  const placements = new Float64Array(leads.length);
  side.rows.forEach((row, p) => {
    placements[row] = leads[row]! / sizes[side.stratumOfEntry[side.entryOfRow[p]!]!]!;
  });
  return placements;
}

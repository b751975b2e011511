/**
 * What a run could have seen, and what it would take to see a difference: from its own standard errors, so that
 * clusters and matching are in it. docs/science.md, section 3.
 */
import { powerByShift } from './noncentral-t.ts';

export const USUAL_POWER = 0.8;
const MOST_UNITS = 1_000_000;
const MOST_STANDARD_ERRORS = 30;

/** What a difference was estimated with. */
export interface Precision {
  /** Standard error of the difference; null or 0 where it is undefined. */
  readonly se: number | null;
  readonly dof: number | null;
}

/** How many there were: units are pairs, or clusters where these are given; of the smaller side. */
export interface RunSize {
  readonly units: number;
  readonly pairs: number;
}

/**
 * The probability that a two-sided test at `alpha` sees a difference of d.
 *
 * @returns null where there is no standard error
 */
export function powerOf(d: number, { se, dof }: Precision, alpha: number): number | null {
  if (!se || dof === null) return null;
  const shift = Math.abs(d) / se;
  return powerByShift(dof, alpha, shift)(shift);
}

/**
 * How precise it would be with other units, everything growing in proportion: the standard error by sqrt(u / u'), degrees of
 * freedom by (dof + 1) / u for each unit more.
 *
 * @param units that it was estimated with
 * @returns null where no degree of freedom would be left, or without a standard error
 */
export function grownTo({ se, dof }: Precision, units: number, wanted: number): Precision | null {
  if (!se || dof === null || units < 1 || wanted < 1) return null;
  const grown = dof + ((wanted - units) * (dof + 1)) / units;
  return grown < 1 ? null : { se: se * Math.sqrt(units / wanted), dof: grown };
}

/**
 * How many units and pairs it takes to see a difference of d with the power asked for, growing as {@link grownTo} has it.
 *
 * @returns null where a million units would not do, or without a standard error
 */
export function neededFor(
  d: number,
  { se, dof }: Precision,
  { units, pairs }: RunSize,
  alpha: number,
  power: number = USUAL_POWER,
): RunSize | null {
  if (!se || dof === null || units < 1) return null;
  const enough = (wanted: number): boolean => {
    const grown = grownTo({ se, dof }, units, wanted);
    return grown !== null && powerOf(d, grown, alpha)! >= power;
  };
  let most = 2;
  while (!enough(most)) {
    if (most === MOST_UNITS) return null;
    most = Math.min(MOST_UNITS, 2 * most);
  }
  let least = Math.max(2, Math.floor(most / 2));
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (enough(middle)) most = middle;
    else least = middle + 1;
  }
  return { units: least, pairs: Math.ceil((pairs * least) / units - 1e-9) };
}

/**
 * The smallest difference that the run itself sees with the power asked for, in the unit of its standard error.
 *
 * @returns null where 30 standard errors would not do, or without one
 */
export function detectableDifference(
  { se, dof }: Precision,
  alpha: number,
  power: number = USUAL_POWER,
): number | null {
  if (!se || dof === null) return null;
  const at = powerByShift(dof, alpha, MOST_STANDARD_ERRORS);
  let low = { shift: 0, excess: alpha - power };
  let high = { shift: MOST_STANDARD_ERRORS, excess: at(MOST_STANDARD_ERRORS) - power };
  if (high.excess < 0) return null;
  // Power grows with the shift. The secant halves the older end's weight where the same end moved twice (Illinois),
  // so both ends close in.
  let moved: 'low' | 'high' | null = null;
  for (let k = 0; k < 100 && high.shift - low.shift > 1e-12 * high.shift; k++) {
    const slope = high.excess - low.excess;
    const shift = slope > 0 ? high.shift - (high.excess * (high.shift - low.shift)) / slope : low.shift;
    const excess = at(shift) - power;
    if (Math.abs(excess) < 1e-13) return shift * se;
    if (excess < 0) {
      if (moved === 'low') high = { ...high, excess: high.excess / 2 };
      low = { shift, excess };
      moved = 'low';
    } else {
      if (moved === 'high') low = { ...low, excess: low.excess / 2 };
      high = { shift, excess };
      moved = 'high';
    }
  }
  return high.shift * se;
}

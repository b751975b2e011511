/** 95 % intervals by the number of units. docs/science.md, section 3. */
import { studentQuantile } from './distributions.ts';

/** How an interval was made: none below 2 units; Student's t; the longer of t and bootstrap on each side; the bootstrap. */
export const INTERVAL_KINDS = ['none', 't', 'wider', 'studentised'] as const;
export type IntervalKind = (typeof INTERVAL_KINDS)[number];

const FEWEST = 2;
/** From so many units on there is a bootstrap. */
const FEW = 5;
const MANY = 30;

/** No limit lies further out than so many half-widths of the t interval. */
const CAP = 3;

const LEVEL = 0.95;
const UPPER = (1 + LEVEL) / 2;

export interface Interval {
  readonly kind: IntervalKind;
  /** null: none, also where nothing spreads */
  readonly limits: readonly [low: number, high: number] | null;
}

/** By units: pairs, or clusters where there are some; of the smaller side. */
export function intervalKind(units: number): IntervalKind {
  if (units < FEWEST) return 'none';
  if (units < FEW) return 't';
  return units < MANY ? 'wider' : 'studentised';
}

/** Whether an interval of so many units takes a bootstrap. */
export function takesBootstrap(units: number): boolean {
  return units >= FEW;
}

/**
 * The interval of an estimate.
 *
 * @param se standard error, null or 0 without one
 * @param dof its degrees of freedom, null without se
 * @param resampled t* of the studentised bootstrap, ascending as far as {@link readAtEnds}, infinite ones included; not read
 *   where `units` take none
 */
export function studentInterval(
  {
    estimate,
    se,
    dof,
  }: { readonly estimate: number; readonly se: number | null; readonly dof: number | null },
  units: number,
  resampled: Float64Array,
): Interval {
  const kind = intervalKind(units);
  if (kind === 'none' || se === null || se === 0 || dof === null) return { kind, limits: null };
  const half = halfWidth(dof);
  if (kind === 't') return { kind, limits: [estimate - half * se, estimate + half * se] };
  let low = quantileOfInfinite(resampled, UPPER);
  let high = -quantileOfInfinite(resampled, 1 - UPPER);
  if (kind === 'wider') {
    low = Math.max(low, half);
    high = Math.max(high, half);
  }
  return {
    kind,
    limits: [estimate - Math.min(low, CAP * half) * se, estimate + Math.min(high, CAP * half) * se],
  };
}

let known = { dof: Number.NaN, half: Number.NaN };

/** Of Student's t, in standard errors; columns of one design have the same degrees of freedom. */
function halfWidth(dof: number): number {
  if (known.dof !== dof) known = { dof, half: studentQuantile(UPPER, dof) };
  return known.half;
}

/** So many of the least and of the greatest t* an interval reads. */
export function readAtEnds(resamples: number): number {
  return Math.floor((1 - UPPER) * (resamples - 1)) + 2;
}

/** The interval inside of what the estimate can be at all; null is no bound. */
export function cutInterval(
  { kind, limits }: Interval,
  [lowest, highest]: readonly [lowest: number | null, highest: number | null],
): Interval {
  if (limits === null) return { kind, limits };
  return {
    kind,
    limits: [Math.max(limits[0], lowest ?? -Infinity), Math.min(limits[1], highest ?? Infinity)],
  };
}

/** Quantile of type 7 of ascending numbers, some of which may be infinite: next to an infinite one it is that one. */
export function quantileOfInfinite(sorted: Float64Array, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  if (place === below || lower === upper) return lower;
  if (Number.isFinite(lower) && Number.isFinite(upper)) return lower + (place - below) * (upper - lower);
  return probability > 0.5 ? upper : lower;
}

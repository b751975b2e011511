/**
 * How finely a quantity is measured: the largest difference that errors of the measurement alone can make, were they all to point the
 * same way. They are no chance: the same sentence has the same errors each time, so that intervals and tests do not see them.
 * docs/science.md, section 3, "What the measurement resolves".
 */

export interface Resolution {
  /**
   * 'linear': a value is off by at most `error`. 'root': it is the square of a distance, of which the root is off by at most
   * `error`, so that a value x is off by at most 2 error √x + error².
   */
  readonly kind: 'linear' | 'root';
  /** Of one value, in its own unit; of 'root' in the unit's root. */
  readonly error: number;
  /** The value without a change, from which 'root' is measured. */
  readonly noChange: 0 | 1;
}

/** How far a mean may be off: no further than a value as large as the mean is, for the root of a mean is no less than the mean of roots. */
export function resolutionOfMean({ kind, error, noChange }: Resolution, mean: number): number {
  if (kind === 'linear') return error;
  return 2 * error * Math.sqrt(Math.abs(mean - noChange)) + error * error;
}

/**
 * The value from which on another one, measured likewise, is told from `limit`: both may be off, in opposite ways.
 * @param limit NaN and ±Infinity stay what they are
 */
export function toldFrom(
  { kind, error, noChange }: Resolution,
  limit: number,
  side: 'above' | 'below',
): number {
  if (!Number.isFinite(limit)) return limit;
  const away = side === 'above' ? 1 : -1;
  if (kind === 'linear') return limit + away * 2 * error;
  // Of a distance, which grows to one side of the value without a change.
  const outward = noChange === 0 ? away : -away;
  const root = Math.sqrt(Math.max(0, noChange === 0 ? limit : noChange - limit)) + outward * 2 * error;
  const distance = Math.max(0, root) ** 2;
  return noChange === 0 ? distance : noChange - distance;
}

/** How far the difference of two means may be off. */
export function resolutionOfDifference(of: Resolution, mean: number, control: number): number {
  return resolutionOfMean(of, mean) + resolutionOfMean(of, control);
}

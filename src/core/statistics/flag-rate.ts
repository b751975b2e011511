import { quantile } from './quantile.ts';

/** How often a flag is raised when its threshold is taken from the control. Null where a side has no values. */
export interface FlagRate {
  readonly threshold: number | null;
  /** Share of the set's values beyond the threshold. */
  readonly set: number | null;
  /** The same of the control's: about a twentieth, by how the threshold was made. */
  readonly control: number | null;
}

/**
 * A flag's threshold for one head, the control's 95th percentile (the 5th where low values are flagged, type 7), and
 * the shares strictly beyond it.
 *
 * @param set [n], NaN where undefined
 * @param control [m], NaN where undefined
 * @param above whether values above the threshold are flagged, or those below
 */
export function flagRate(set: Float64Array, control: Float64Array, above: boolean): FlagRate {
  const sorted = defined(control).sort();
  if (sorted.length === 0) return { threshold: null, set: null, control: null };
  const threshold = quantile(sorted, above ? 0.95 : 0.05);
  return {
    threshold,
    set: shareBeyond(defined(set), threshold, above),
    control: shareBeyond(sorted, threshold, above),
  };
}

/**
 * Share of values strictly beyond a threshold, as flags with fixed thresholds have it too.
 *
 * @returns null without values
 */
export function shareBeyond(values: Float64Array, threshold: number, above: boolean): number | null {
  if (values.length === 0) return null;
  let raised = 0;
  for (const value of values) if (above ? value > threshold : value < threshold) raised++;
  return raised / values.length;
}

function defined(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

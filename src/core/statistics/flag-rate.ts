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
 * The threshold of {@link controlThreshold} for one head, and the shares strictly beyond it.
 *
 * @param set [n], NaN where undefined
 * @param control [m], NaN where undefined
 * @param above whether values above the threshold are flagged, or those below
 */
export function flagRate(set: Float64Array, control: Float64Array, above: boolean): FlagRate {
  const threshold = controlThreshold(control, above);
  if (Number.isNaN(threshold)) return { threshold: null, set: null, control: null };
  return {
    threshold,
    set: shareBeyond(set, threshold, above),
    control: shareBeyond(control, threshold, above),
  };
}

/**
 * The control's 95th percentile at one head, or the 5th where low values are looked for (type 7).
 *
 * @param control [m], NaN where undefined
 * @returns NaN without values
 */
export function controlThreshold(control: Float64Array, above: boolean): number {
  return quantile(control.filter((value) => !Number.isNaN(value)).sort(), above ? 0.95 : 0.05);
}

/**
 * Share of the values that exist strictly beyond a threshold, as flags with fixed thresholds have it too.
 *
 * @param values [n], NaN where undefined
 * @returns null without values
 */
export function shareBeyond(values: Float64Array, threshold: number, above: boolean): number | null {
  let defined = 0;
  let raised = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    defined++;
    if (above ? value > threshold : value < threshold) raised++;
  }
  return defined === 0 ? null : raised / defined;
}

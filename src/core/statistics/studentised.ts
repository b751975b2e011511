/** Statistics over their standard errors. docs/science.md, section 3. */
import { NO_SPREAD } from './cr2.ts';

/** A difference at or below this share of the range of the values is 0. */
const NO_DIFFERENCE = 1e-12;

/** Stands for infinite: a difference without any spread. Differences of two of them are 0, not NaN. */
export const WITHOUT_SPREAD = 1e300;

/**
 * T = D / SE of an arrangement; without spread 0, or as good as infinite where there is a difference.
 *
 * @param scale the range of the values in use
 */
export function studentise(difference: number, se: number, scale: number): number {
  if (se > NO_SPREAD * scale) return difference / se;
  if (Math.abs(difference) <= NO_DIFFERENCE * Math.max(scale, 1 / WITHOUT_SPREAD)) return 0;
  return difference > 0 ? WITHOUT_SPREAD : -WITHOUT_SPREAD;
}

/**
 * t* = (D* - D) / SE* of a resample; without spread in the resample 0, or infinite where D* is not D.
 *
 * @param departure D* - D
 * @param se of the data, above 0
 */
export function studentisedResample(departure: number, resampledSe: number, se: number): number {
  if (resampledSe > NO_SPREAD * se) return departure / resampledSe;
  if (Math.abs(departure) <= NO_SPREAD * se) return 0;
  return departure > 0 ? Infinity : -Infinity;
}

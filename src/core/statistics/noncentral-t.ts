/** Power of a two-sided t test, from the noncentral distribution of t. */
import { normalCdf, studentQuantile } from './distributions.ts';

/** Weights below e^-42 of the largest are left out. */
const LEAST_WEIGHT = -42;
/** Steps of the sum to the narrowest feature of the integrand; with 6 the error is about 1e-13, with 4 3e-10. */
const STEPS_TO_FEATURE = 6;

/**
 * P(|T| > t) by the shift d / SE, where T has a noncentral distribution with `dof` degrees of freedom and t is the
 * quantile of 1 - alpha / 2.
 *
 * T = (Z + shift) / u with u = sqrt(chi-square / dof), so that P is the mean of Phi(shift - t u) + Phi(-shift - t u)
 * over u. In log(u) the integrand is smooth and falls off on both sides faster than any power, where a plain sum over
 * equal steps has an error that shrinks exponentially with the step. Its weights do not depend on the shift and are
 * made once.
 *
 * @param mostShift the largest shift that will be asked for: the larger, the finer the steps
 */
export function powerByShift(dof: number, alpha: number, mostShift: number): (shift: number) => number {
  const t = studentQuantile(1 - alpha / 2, dof);
  const feature = Math.min(1 / Math.sqrt(2 * dof), 1 / Math.max(1, mostShift));
  const step = feature / STEPS_TO_FEATURE;
  const thresholds: number[] = [];
  const weights: number[] = [];
  const add = (logU: number): boolean => {
    const weight = dof * (logU - Math.expm1(2 * logU) / 2);
    if (weight < LEAST_WEIGHT) return false;
    thresholds.push(t * Math.exp(logU));
    weights.push(Math.exp(weight));
    return true;
  };
  for (let k = 0; add(k * step); k++);
  for (let k = -1; add(k * step); k--);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (shift) => {
    let power = 0;
    for (let k = 0; k < weights.length; k++) {
      const threshold = thresholds[k]!;
      power += weights[k]! * (normalCdf(shift - threshold) + normalCdf(-shift - threshold));
    }
    return Math.min(1, power / sum);
  };
}

// The distributions that the tests and intervals are read from. Decision 0026 says why they are our own.
import { incompleteBeta } from './incomplete-beta.ts';

/** P(T > t) for t >= 0, P(0 < T < t), and t times the density at t. */
function studentParts(t: number, dof: number): { tail: number; central: number; slope: number } {
  const square = (t * t) / dof;
  const y = Number.isFinite(square) ? square / (1 + square) : 1;
  const x = 1 / (1 + square);
  const { lower, upper, power } = incompleteBeta(x, y, dof / 2, 0.5);
  return { tail: lower / 2, central: upper / 2, slope: power };
}

function checkDof(dof: number): void {
  if (!(dof > 0) || dof === Infinity)
    throw new RangeError(`Degrees of freedom must be above 0 and finite: ${dof}`);
}

/** P(T > t) of Student's t with `dof` > 0 degrees of freedom, which need not be whole. t may be infinite. */
export function studentSurvival(t: number, dof: number): number {
  checkDof(dof);
  if (t === 0) return 0.5;
  const { tail, central } = studentParts(Math.abs(t), dof);
  return t > 0 ? tail : 0.5 + central;
}

/** P(T <= t) of Student's t with `dof` > 0 degrees of freedom. */
export function studentCdf(t: number, dof: number): number {
  return studentSurvival(-t, dof);
}

/**
 * The t below which Student's t lies with probability `p`, 0 < p < 1. Newton's method on log(probability) against
 * log(t), where both the tail and the part between 0 and t are concave, so that it closes in from one side.
 */
export function studentQuantile(p: number, dof: number): number {
  checkDof(dof);
  if (!(p > 0 && p < 1)) throw new RangeError(`A probability between 0 and 1: ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const byTail = tail < 0.25;
  const wanted = Math.log(byTail ? tail : Math.abs(p - 0.5));
  let at = 0;
  for (let step = 0; step < 200; step += 1) {
    const parts = studentParts(Math.exp(at), dof);
    const probability = byTail ? parts.tail : parts.central;
    const slope = (byTail ? -parts.slope : parts.slope) / probability;
    // A step of 4 at most: further out the tail may underflow, where there is no slope to follow.
    const move = probability > 0 ? Math.min(4, Math.max(-4, (wanted - Math.log(probability)) / slope)) : -0.5;
    at += move;
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(at))) break;
  }
  return p < 0.5 ? -Math.exp(at) : Math.exp(at);
}

/** P(F > f) of Fisher's F with `above` and `below` degrees of freedom, f >= 0. */
export function fisherSurvival(f: number, above: number, below: number): number {
  checkDof(above);
  checkDof(below);
  if (f <= 0) return 1;
  const ratio = (above * f) / below;
  return incompleteBeta(
    1 / (1 + ratio),
    Number.isFinite(ratio) ? ratio / (1 + ratio) : 1,
    below / 2,
    above / 2,
  ).lower;
}

function ratioOf(x: number, above: readonly number[], below: readonly number[]): number {
  let numerator = 0;
  let denominator = 0;
  for (const coefficient of above) numerator = numerator * x + coefficient;
  for (const coefficient of below) denominator = denominator * x + coefficient;
  return numerator / denominator;
}

// Cody's rational approximations (Math. Comp. 23, 1969), coefficients from the highest power down.
const CENTRE = [
  [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356],
  [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673],
] as const;
const FLANK = [
  [
    1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
    2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
  ],
  [
    1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
    34900.95272114598, 38912.00328609327, 19685.429676859992,
  ],
] as const;

const FAR = [
  [
    0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
    2.9112874951168793e-5,
  ],
  [
    1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
    7.297515550839662e-5,
  ],
] as const;

/** P(Z > z) for z > 0.67. */
function normalTail(z: number): number {
  // exp(-z^2 / 2) in two factors: the first exponent is exact, the second small.
  const whole = Math.trunc(z * 16) / 16;
  const density = Math.exp((-whole * whole) / 2) * Math.exp((-(z - whole) * (z + whole)) / 2);
  if (z <= 5.656854249492381) return density * ratioOf(z, ...FLANK);
  const square = 1 / (z * z);
  return (density * (1 / Math.sqrt(2 * Math.PI) - square * ratioOf(square, ...FAR))) / z;
}

/** P(Z <= z) of the standard normal distribution; both tails with their relative accuracy. */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  if (size <= 0.67448975) return 0.5 + z * ratioOf(z * z, ...CENTRE);
  const tail = normalTail(size);
  return z < 0 ? tail : 1 - tail;
}

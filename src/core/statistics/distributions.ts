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
 * The t below which Student's t lies with probability `p`, 0 < p < 1. Newton's method on log(probability) against log(t), where
 * both the tail and the part between 0 and t are concave, so that it closes in from one side.
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
  [
    0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249,
  ],
  [1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956],
] as const;
const FLANK = [
  [
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218,
  ],
  [
    1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
  ],
] as const;

const FAR = [
  [
    0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
    0.001421619193227893466, 2.9112874951168792e-5,
  ],
  [
    1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
    7.29751555083966205e-5,
  ],
] as const;

/** P(Z > z) for z > 0.67. */
function normalTail(z: number): number {
  // exp(-z^2 / 2) in two factors: the first exponent is exact, the second small.
  const whole = Math.trunc(z * 16) / 16;
  const density = Math.exp((-whole * whole) / 2) * Math.exp((-(z - whole) * (z + whole)) / 2);
  if (z <= 5.656854249492380195) return density * ratioOf(z, ...FLANK);
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

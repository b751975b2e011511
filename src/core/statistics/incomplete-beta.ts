// The regularised incomplete beta function, from which the tails of t and F follow. The power term in front of the
// continued fraction is a binomial probability, computed by Loader's saddle point: with log gamma its terms would
// cancel, and of a million degrees of freedom only eight digits would be left.

const EPSILON = 1e-16;

/** log(Gamma(n + 1)) less Stirling's formula for it, n > 0. */
function stirlingError(n: number): number {
  let sum = 0;
  while (n < 16) {
    sum += (n + 0.5) * Math.log1p(1 / n) - 1;
    n += 1;
  }
  const square = n * n;
  return (
    sum + (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
  );
}

/** x log(x / mean) + mean - x, without cancellation where x is close to the mean; `apart` is x - mean. */
function deviance(x: number, mean: number, apart: number): number {
  if (Math.abs(apart) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - apart;
  const ratio = apart / (x + mean);
  const square = ratio * ratio;
  let sum = apart * ratio;
  let term = 2 * x * ratio;
  for (let odd = 3; ; odd += 2) {
    term *= square;
    const next = sum + term / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/** x^a y^b / B(a, b) with y = 1 - x given apart, so that neither end loses digits. */
function betaPower(x: number, y: number, a: number, b: number): number {
  if (x <= 0 || y <= 0) return 0;
  const n = a + b;
  const apart = a * y - b * x;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x, apart) -
    deviance(b, n * y, -apart);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/**
 * I_x(a, b) over its power term, by the continued fraction of Didonato and Morris (ACM TOMS 18, 1992), where
 * x is at most a / (a + b). All that depends on 1 - x is made from `y`, so nothing cancels where x is close to 1.
 */
function continuedFraction(x: number, y: number, a: number, b: number): number {
  const apart = 1 + a * y - b * x;
  const first = 1 + 1 / a;
  let weight = 1;
  let before = { numerator: 0, denominator: 1 };
  let current = { numerator: 1, denominator: apart / first };
  let ratio = first / apart;
  for (let n = 1; n < 1_000_000; n += 1) {
    const share = n / a;
    const size = a + 2 * n - 1;
    const product = n * (b - n) * x;
    const alpha = weight * (weight + b / a) * (a / size) ** 2 * product * x;
    const beta = n + product / size + ((share + 1) / (first + 2 * share)) * (apart + n * (1 + y));
    weight = share + 1;
    const denominator = alpha * before.denominator + beta * current.denominator;
    const next = (alpha * before.numerator + beta * current.numerator) / denominator;
    before = { numerator: current.numerator / denominator, denominator: current.denominator / denominator };
    current = { numerator: next, denominator: 1 };
    const last = ratio;
    ratio = next;
    if (Math.abs(ratio - last) <= EPSILON * ratio) break;
  }
  return ratio;
}

/**
 * I_x(a, b) and 1 - I_x(a, b): the smaller of the two has its full relative accuracy. `y` is 1 - x, given by the
 * caller, who knows it without a subtraction. a, b > 0. `power` is x^a y^b / B(a, b), from which densities are made.
 */
export function incompleteBeta(
  x: number,
  y: number,
  a: number,
  b: number,
): { lower: number; upper: number; power: number } {
  const power = betaPower(x, y, a, b);
  if (a * y >= b * x) {
    const lower = power * continuedFraction(x, y, a, b);
    return { lower, upper: 1 - lower, power };
  }
  const upper = power * continuedFraction(y, x, b, a);
  return { lower: 1 - upper, upper, power };
}

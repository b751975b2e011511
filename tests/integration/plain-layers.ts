/** The layers of a transformer as sums over float64 numbers, row by row, to hold parameters to the activations they give. */
import type { Parameter } from '../../src/main/engine/models/model-weights.ts';

/** Rows of numbers: [n, width]. */
export type Rows = readonly (readonly number[])[];

/** x · W + b. @param weight [in, out] @param bias [out] */
export function affine(x: Rows, { shape, data }: Parameter, bias?: Parameter): number[][] {
  const [sizeIn = 0, sizeOut = 0] = shape;
  return x.map((row) =>
    Array.from({ length: sizeOut }, (_, o) => {
      let sum = bias?.data[o] ?? 0;
      for (let i = 0; i < sizeIn; i++) sum += (row[i] ?? NaN) * (data[i * sizeOut + o] ?? NaN);
      return sum;
    }),
  );
}

/**
 * What the heads of W_Q, W_K or W_V give, side by side: [n, head * dHead].
 * @param weight [head, dModel, dHead]
 * @param bias [head, dHead]
 */
export function project(x: Rows, { shape, data }: Parameter, bias?: Parameter): number[][] {
  const [heads = 0, dModel = 0, dHead = 0] = shape;
  const byHead = Array.from({ length: heads }, (_, head) => {
    const part = (values: Float32Array, size: number) => values.subarray(head * size, (head + 1) * size);
    return affine(
      x,
      { shape: [dModel, dHead], data: part(data, dModel * dHead) },
      bias && { shape: [dHead], data: part(bias.data, dHead) },
    );
  });
  return x.map((_, row) => byHead.flatMap((head) => head[row] ?? []));
}

/** Sum over the heads of z · W_O, and b_O. @param z [n, head * dHead] @param weight [head, dHead, dModel] */
export function mixHeads(z: Rows, { shape, data }: Parameter, bias?: Parameter): number[][] {
  const [heads = 0, dHead = 0, dModel = 0] = shape;
  return affine(z, { shape: [heads * dHead, dModel], data }, bias);
}

/** The rows of a table at these places. @param table [n, width] */
export function lookUp(places: readonly number[], { shape, data }: Parameter): number[][] {
  const [, width = 0] = shape;
  return places.map((place) => [...data.subarray(place * width, (place + 1) * width)]);
}

export function sum(a: Rows, b: Rows): number[][] {
  return a.map((row, r) => row.map((value, i) => value + (b[r]?.[i] ?? NaN)));
}

export function product(a: Rows, b: Rows): number[][] {
  return a.map((row, r) => row.map((value, i) => value * (b[r]?.[i] ?? NaN)));
}

/** LayerNorm, or, without a shift, RMS normalisation. */
export function normalise(x: Rows, epsilon: number, scale: Parameter, shift?: Parameter): number[][] {
  const mean = (row: readonly number[]) => row.reduce((total, value) => total + value, 0) / row.length;
  return x.map((row) => {
    const centre = shift ? mean(row) : 0;
    const root = Math.sqrt(mean(row.map((value) => (value - centre) ** 2)) + epsilon);
    return row.map((value, i) => ((value - centre) / root) * (scale.data[i] ?? NaN) + (shift?.data[i] ?? 0));
  });
}

/** By what config.json calls them. */
export const ACTIVATIONS: ReadonlyMap<unknown, (x: number) => number> = new Map([
  ['gelu', (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2],
  ['gelu_new', (x) => (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2],
  ['relu', (x) => Math.max(x, 0)],
  ['silu', (x) => x / (1 + Math.exp(-x))],
]);

/** 2 / √π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1 · 3 · … · (2n+1)), whose terms all have one sign. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

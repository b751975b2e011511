/**
 * The head of an encoder with a masked-LM head, which is not linear: s = x W + b, g = activation(s), LayerNorm, unembedding.
 * By its units g a logit is an exact sum. What components of the stream have of it are shares: each unit's g(s) is shared out
 * as (g(s) - g(0)) / s, integrated gradients along the straight path from 0 in closed form (docs/analyses/attribution.md).
 */
import { normalCdf } from '../../statistics/distributions.ts';
import { type NormParameters, readBy, readersOfRows, throughNorm } from './readers.ts';

export interface MaskedHead {
  /** [D, D] row-major: of the stream, of units. */
  readonly weight: Float32Array;
  /** [D] */
  readonly bias: Float32Array;
  readonly activation: (x: number) => number;
  readonly norm: NormParameters;
  readonly epsilon: number;
}

/** Smaller pre-activations than this take the slope there. */
const SMALLEST = 1e-6;

export interface ThroughMaskedHead {
  /** [T, D] of the stream that the head reads. */
  readonly readers: Float64Array;
  /** [D, T]: what each unit adds. */
  readonly units: Float64Array;
  /** [T]: the share of the dense layer's bias. */
  readonly denseBias: Float64Array;
  /** [T]: what the norm's β adds. */
  readonly normShift: Float64Array;
}

/**
 * @param stream [D] that the head reads
 * @param columns [T, D] of the unembedding
 */
export function throughMaskedHead(
  { weight, bias, activation, norm, epsilon }: MaskedHead,
  stream: Float32Array,
  columns: Float64Array,
): ThroughMaskedHead {
  const size = bias.length;
  const targets = columns.length / size;
  const before = Float64Array.from(bias);
  for (let d = 0; d < size; d++)
    for (let unit = 0; unit < size; unit++)
      before[unit] = (before[unit] as number) + (stream[d] as number) * (weight[d * size + unit] as number);
  const units = before.map(activation);
  const mean = units.reduce((sum, value) => sum + value, 0) / size;
  const variance = units.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
  const ofUnits = throughNorm(columns, norm, Math.sqrt(variance + epsilon));
  const zero = activation(0);
  const slopes = before.map((s) => {
    const at = Math.abs(s) < SMALLEST ? SMALLEST : s;
    return (activation(at) - zero) / at;
  });
  const added = new Float64Array(size * targets);
  const ofBefore = new Float64Array(columns.length);
  for (let t = 0; t < targets; t++)
    for (let unit = 0; unit < size; unit++) {
      const reader = ofUnits[t * size + unit] as number;
      added[unit * targets + t] = reader * (units[unit] as number);
      ofBefore[t * size + unit] = reader * (slopes[unit] as number);
    }
  // [D, T] to [T, D]
  const rows = readersOfRows(weight, { first: 0, count: size }, ofBefore, size);
  const readers = Float64Array.from({ length: columns.length }, (_, at) => {
    const d = at % size;
    return rows[d * targets + Math.floor(at / size)] as number;
  });
  return {
    readers,
    units: added,
    denseBias: readBy(ofBefore, bias, size),
    normShift: norm.shift === null ? new Float64Array(targets) : readBy(columns, norm.shift, size),
  };
}

const tanhGelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const silu = (x: number) => x / (1 + Math.exp(-x));

const ACTIVATIONS: ReadonlyMap<string, (x: number) => number> = new Map([
  ['gelu', (x: number) => x * normalCdf(x)],
  ['gelu_python', (x: number) => x * normalCdf(x)],
  ['gelu_new', tanhGelu],
  ['gelu_fast', tanhGelu],
  ['gelu_accurate', tanhGelu],
  ['gelu_pytorch_tanh', tanhGelu],
  ['gelu_python_tanh', tanhGelu],
  ['quick_gelu', (x: number) => x / (1 + Math.exp(-1.702 * x))],
  ['relu', (x: number) => Math.max(0, x)],
  ['silu', silu],
  ['swish', silu],
  ['tanh', Math.tanh],
]);

/**
 * What config.json says of the head's activation and the ε of its norm, as the families read it; RoBERTa's is always gelu.
 * @returns null for an activation that is not known here
 */
export function maskedHeadConstants(
  architecture: string,
  config: Readonly<Record<string, unknown>>,
): Pick<MaskedHead, 'activation' | 'epsilon'> | null {
  const named = (field: string) => (typeof config[field] === 'string' ? config[field] : 'gelu');
  const isBert = architecture === 'bert';
  const isDistilbert = architecture === 'distilbert';
  const name = isBert ? named('hidden_act') : isDistilbert ? named('activation') : 'gelu';
  const activation = ACTIVATIONS.get(name);
  if (activation === undefined) return null;
  const epsilon = config['layer_norm_eps'];
  return { activation, epsilon: !isDistilbert && typeof epsilon === 'number' ? epsilon : 1e-12 };
}

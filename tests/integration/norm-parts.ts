/**
 * What each token brings to each other one in a block, as vectors in float64, written out: [H, n, n, D] and all. To hold the
 * graph's norms to, and to see that the parts and that of no token add up to what the model computes.
 */
import { ACTIVATIONS, affine, type Rows } from './plain-layers.ts';
import type { Parameter } from '../../src/main/engine/models/model-weights.ts';

/** Parts of one query by key, and what belongs to no token: [n][n][D], [n][D]. */
export interface Level {
  readonly parts: readonly Rows[];
  readonly bias: Rows;
  /** The hook point that they add up to. */
  readonly sum: string;
}

export interface BlockValues {
  /** [n][D] or [n][F] of a hook point of the block, by its place. */
  readonly rows: (place: string) => Rows;
  /** [head][query][key] */
  readonly pattern: readonly Rows[];
  /** [head][key][d] */
  readonly values: readonly Rows[];
  readonly parameter: (name: string) => Parameter | null;
  readonly epsilon: number;
  readonly activation: unknown;
}

const plus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + (b[i] ?? NaN));
const meanOf = (row: readonly number[]) => row.reduce((sum, value) => sum + value, 0) / row.length;

function needed<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('a value is missing');
  return value;
}

/** A part through a norm's linear half, over the scale of the true vector. */
function throughNorm(
  part: readonly number[],
  whole: readonly number[],
  norm: Parameter,
  centred: boolean,
  epsilon: number,
) {
  const centre = (row: readonly number[]) => (centred ? meanOf(row) : 0);
  const from = centre(whole);
  const scale = Math.sqrt(meanOf(whole.map((value) => (value - from) ** 2)) + epsilon);
  const own = centre(part);
  return part.map((value, i) => ((value - own) / scale) * (norm.data[i] ?? NaN));
}

/** The levels of a block that there are, in their order, by the names of the norms without `_n`. */
export function levelsOf(block: BlockValues): Map<string, Level> {
  const { rows, pattern, values, parameter, epsilon } = block;
  const x = rows('hook_resid_pre');
  const n = x.length;
  const width = x[0]?.length ?? 0;
  const places = Array.from({ length: n }, (_, at) => at);
  const outputs = needed(parameter('attn.W_O'));
  const [, dHead = 0] = outputs.shape;
  const written = values.map((own, head) =>
    affine(own, {
      shape: [dHead, width],
      data: outputs.data.subarray(head * dHead * width, (head + 1) * dHead * width),
    }),
  );
  const zeros = Array.from({ length: width }, () => 0);
  const bO = [...(parameter('attn.b_O')?.data ?? zeros)];
  const attn = places.map((i) =>
    places.map((j) =>
      written.reduce<number[]>(
        (sum, own, head) =>
          plus(
            sum,
            (own[j] ?? []).map((value) => value * (pattern[head]?.[i]?.[j] ?? NaN)),
          ),
        zeros,
      ),
    ),
  );
  const res = attn.map((keys, i) => keys.map((part, j) => (i === j ? plus(part, x[i] ?? []) : part)));
  const levels = new Map<string, Level>([
    ['attn_layer', { parts: attn, bias: places.map(() => bO), sum: 'hook_attn_out' }],
  ]);
  const mlpWeights = parameter('mlp.W_in');
  const isPost = parameter('hook_normalized_resid_mid') !== null;
  const isSequential = mlpWeights !== null && parameter('hook_resid_mid') !== null;
  levels.set('attn_res', {
    parts: res,
    bias: places.map(() => bO),
    // Of parallel layers and of attention alone the sum is no hook point, or another one.
    sum: isSequential ? 'hook_resid_mid' : 'resid_pre + attn_out',
  });
  if (!isSequential) return levels;

  const norm = isPost ? 'ln1' : 'ln2';
  const gain = needed(parameter(`${norm}.w`));
  const shift = parameter(`${norm}.b`);
  const mid = rows('hook_resid_mid');
  const through = (part: readonly number[], i: number) =>
    throughNorm(part, mid[i] ?? [], gain, shift !== null, epsilon);
  const u = res.map((keys, i) => keys.map((part) => through(part, i)));
  const beta = shift ? [...shift.data] : zeros;
  const ub = places.map((i) => plus(through(bO, i), beta));
  levels.set(isPost ? 'attn_res_ln' : 'attn_res_ln2', {
    parts: u,
    bias: ub,
    sum: isPost ? 'hook_normalized_resid_mid' : 'ln2',
  });
  if (parameter('mlp.W_gate') !== null) return levels;

  const g = needed(ACTIVATIONS.get(block.activation));
  const pre = rows('mlp.hook_pre');
  const down = needed(parameter('mlp.W_out'));
  const hidden = (part: Rows, i: number, bias?: Parameter) =>
    affine(part, mlpWeights, bias).map((row) =>
      row.map((value, unit) => {
        const s = pre[i]?.[unit] ?? NaN;
        return value * (Math.abs(s) < 1e-12 ? 0.5 : (g(s) - g(0)) / s);
      }),
    );
  const ff = u.map((keys, i) => affine(hidden(keys, i), down));
  const fb = ub.map(
    (bias, i) =>
      affine(hidden([bias], i, needed(parameter('mlp.b_in'))), down, needed(parameter('mlp.b_out')))[0] ?? [],
  );
  levels.set('atb_ff', { parts: ff, bias: fb, sum: 'hook_mlp_out' });
  const round = isPost ? u : res;
  const block2 = ff.map((keys, i) => keys.map((part, j) => plus(part, round[i]?.[j] ?? [])));
  const blockBias = fb.map((bias, i) => plus(bias, isPost ? (ub[i] ?? []) : bO));
  levels.set('atb_ff_res', { parts: block2, bias: blockBias, sum: 'hook_resid_post' });
  if (!isPost) return levels;

  const post = rows('hook_resid_post');
  const last = (part: readonly number[], i: number) =>
    throughNorm(part, post[i] ?? [], needed(parameter('ln2.w')), true, epsilon);
  const lastShift = [...needed(parameter('ln2.b')).data];
  levels.set('atb_ff_res_ln', {
    parts: block2.map((keys, i) => keys.map((part) => last(part, i))),
    bias: blockBias.map((bias, i) => plus(last(bias, i), lastShift)),
    sum: 'hook_normalized_resid_post',
  });
  return levels;
}

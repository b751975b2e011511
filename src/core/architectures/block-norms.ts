/**
 * How much each token brings to each other one in a block, as lengths of vectors (Kobayashi et al. 2020, 2021, 2024;
 * docs/science.md, Norms), worked out in the graph beside the block. H heads, n tokens, D = dModel.
 *
 * f^h(x_j) = v_j W_O^h is what head h would write of token j; v_ij = Σ_h P^h_ij f^h(x_j) + [i = j] x_i. No tensor
 * [H, n, n, D] is made: ||Σ_h P^h_ij f^h_j||² = Σ_hh' P^h_ij P^h'_ij <f^h_j, f^h'_j>, a small matrix for each key, and
 * normalisation at a frozen scale is linear. Own parts (i = j) and what is mixed in (all j != i together) are vectors, so
 * no small difference of large squares is taken of them. The feed-forward layer has another slope for each query and takes
 * every cell by itself, in blocks of queries.
 */
import type { Value } from '../onnx/graph.ts';
import {
  add,
  concat,
  div,
  equal,
  length,
  less,
  matMul,
  mean,
  mul,
  reshape,
  sequence,
  slice,
  sqrt,
  squeeze,
  sub,
  sum,
  toFloat32,
  transpose,
  unsqueeze,
  where,
} from '../onnx/operators.ts';
import { type Attention, forEachQueryHead } from './attention.ts';
import { blockName, type BlockPlace } from './hook-names.ts';
import type { FrozenNorm } from './layer-norm.ts';
import type { Mlp } from './mlp.ts';
import type { ModelBuilder } from './model-builder.ts';
import {
  LONGEST_FEED_FORWARD,
  NORM_QUANTITIES,
  normOutput,
  type NormQuantity,
  QUERY_BLOCK,
} from './norm-names.ts';

/** What follows attention and its residual connection. */
export type AfterAttention =
  /** The norm of what the feed-forward layer reads; the stream goes round both. */
  | { readonly order: 'pre'; readonly norm: FrozenNorm; readonly mlp: Mlp | null }
  /** Norms of what has been added up, `norm` before the feed-forward layer and `last` after it. */
  | { readonly order: 'post'; readonly norm: FrozenNorm; readonly mlp: Mlp; readonly last: FrozenNorm };

export interface BlockParts {
  readonly attention: Attention;
  readonly dModel: number;
  /** null where no layer reads what attention has added to: attention alone, parallel layers. */
  readonly then: AfterAttention | null;
}

/** A part of the stream in both its shares: of the token itself, of all others together; [batch, pos, D] each. */
interface Shares {
  readonly own: Value;
  readonly mixed: Value;
}

/** Slopes at what is smaller than this are those at this: (g(s) - g(0)) / s has no value at 0, and goes to g'(0). */
const SMALLEST = 1e-6;

/** Exposes the norms of a layer that the graph is to give; all that they need was declared before. */
export function blockNorms(model: ModelBuilder, layer: number, parts: BlockParts): void {
  const wanted = NORM_QUANTITIES.filter((quantity) => model.norms?.outputs.has(normOutput(layer, quantity)));
  if (wanted.length > 0) new BlockNorms(model, layer, parts, new Set(wanted)).expose();
}

class BlockNorms {
  readonly #model: ModelBuilder;
  readonly #layer: number;
  readonly #parts: BlockParts;
  readonly #wanted: ReadonlySet<NormQuantity>;

  constructor(model: ModelBuilder, layer: number, parts: BlockParts, wanted: ReadonlySet<NormQuantity>) {
    this.#model = model;
    this.#layer = layer;
    this.#parts = parts;
    this.#wanted = wanted;
  }

  expose(): void {
    const { graph } = this.#model;
    const { then, attention } = this.#parts;
    const { heads, dHead } = attention.shape;
    const pattern = this.#at('attn.hook_pattern');
    const values = forEachQueryHead(this.#model, this.#at('attn.hook_v'), attention.shape);
    const x = this.#at('hook_resid_pre');

    // [batch, head, pos, dHead] · [head, dHead, D]: f, [batch, head, key, D]
    const weights = reshape(graph, attention.output.weight, [heads, dHead, this.#parts.dModel]);
    const f = matMul(graph, transpose(graph, values, [0, 2, 1, 3]), weights);
    const valueNorm = length(graph, f);
    this.#give('value_norm', () => squeeze(graph, valueNorm, 3), ['batch', heads, 'pos']);
    this.#give('attn_n', () => mul(graph, pattern, transpose(graph, valueNorm, [0, 1, 3, 2])), [
      'batch',
      heads,
      'pos',
      'pos',
    ]);

    const own = this.#onDiagonal(pattern, values);
    const written = (z: Value) =>
      matMul(graph, reshape(graph, z, [0, 0, heads * dHead]), attention.output.weight);
    const attn: Shares = {
      own: written(own),
      mixed: written(sub(graph, this.#at('attn.hook_z'), own)),
    };
    const res: Shares = { own: add(graph, attn.own, x), mixed: attn.mixed };
    // [batch, key, head, D] and [batch, key, query, head]
    const byKey = transpose(graph, f, [0, 2, 1, 3]);
    const weightsByKey = transpose(graph, pattern, [0, 3, 2, 1]);

    this.#giveMixing('mixing_attn', attn);
    this.#giveMixing('mixing_attn_res', res);
    this.#giveMap('attn_layer_n', () => this.#cells(byKey, weightsByKey, null), attn.own);
    this.#giveMap('attn_res_n', () => this.#cells(byKey, weightsByKey, null), res.own);
    if (then === null) return;

    const scale = this.#scaleOf(then.norm, this.#at('hook_resid_mid'));
    const throughNorm = (part: Value) => div(graph, this.#linearPart(then.norm, part), scale);
    const normalised: Shares = { own: throughNorm(res.own), mixed: throughNorm(res.mixed) };
    const [map, mixing] =
      then.order === 'post'
        ? (['attn_res_ln_n', 'mixing_attn_res_ln'] as const)
        : (['attn_res_ln2_n', 'mixing_attn_res_ln2'] as const);
    this.#giveMixing(mixing, normalised);
    this.#giveMap(
      map,
      () => this.#cells(this.#linearPart(then.norm, byKey), weightsByKey, scale),
      normalised.own,
    );
    if (then.mlp !== null)
      this.#throughFeedForward(then, then.mlp, {
        res,
        normalised,
        throughNorm,
        /** v_ij of some queries: [batch, key, query, D] */
        cellsOf: (from, to) => {
          const parts = matMul(graph, slice(graph, weightsByKey, 2, from, to), byKey);
          const isOwn = unsqueeze(graph, slice(graph, this.#diagonal(toFloat32), 1, from, to), [2]);
          const stream = unsqueeze(graph, slice(graph, x, 1, from, to), [1]);
          return add(graph, parts, mul(graph, isOwn, stream));
        },
        scale,
      });
  }

  #throughFeedForward(
    then: AfterAttention,
    mlp: Mlp,
    parts: {
      readonly res: Shares;
      readonly normalised: Shares;
      readonly throughNorm: (part: Value) => Value;
      readonly cellsOf: (from: number, to: number) => Value;
      readonly scale: Value;
    },
  ): void {
    const { graph } = this.#model;
    const slopes = this.#slopes(mlp);
    const feedForward = (part: Value, slope: Value) =>
      matMul(graph, mul(graph, matMul(graph, part, mlp.up.weight), slope), mlp.down.weight);
    const lastScale = then.order === 'post' ? this.#scaleOf(then.last, this.#at('hook_resid_post')) : null;
    /** What leaves the feed-forward layer, the block's sum, and that through the block's last norm. */
    const levelsOf = (v: Value, u: Value, slope: Value, last: Value | null) => {
      const ff = feedForward(u, slope);
      const res = add(graph, ff, then.order === 'post' ? u : v);
      const ln = then.order === 'post' && last ? div(graph, this.#linearPart(then.last, res), last) : null;
      return { ff, res, ln };
    };

    if (this.#wants('mixing_atb_ff', 'mixing_atb_ff_res', 'mixing_atb_ff_res_ln')) {
      const own = levelsOf(parts.res.own, parts.normalised.own, slopes, lastScale);
      const mixed = levelsOf(parts.res.mixed, parts.normalised.mixed, slopes, lastScale);
      this.#giveMixing('mixing_atb_ff', { own: own.ff, mixed: mixed.ff });
      this.#giveMixing('mixing_atb_ff_res', { own: own.res, mixed: mixed.res });
      if (own.ln && mixed.ln) this.#giveMixing('mixing_atb_ff_res_ln', { own: own.ln, mixed: mixed.ln });
    }
    this.#give('bias_ff_n', () => this.#biasNorm(then, mlp, slopes, parts.throughNorm), ['batch', 'pos']);

    if (!this.#wants('atb_ff_n', 'atb_ff_res_n', 'atb_ff_res_ln_n')) return;
    const blocks: { ff: Value; res: Value; ln: Value | null }[] = [];
    for (let from = 0; from < LONGEST_FEED_FORWARD; from += QUERY_BLOCK) {
      // A block that is beyond the text has no queries, and nothing is computed of it.
      const ofBlock = (value: Value) =>
        unsqueeze(graph, slice(graph, value, 1, from, from + QUERY_BLOCK), [1]);
      const v = parts.cellsOf(from, from + QUERY_BLOCK);
      const u = div(graph, this.#linearPart(then.norm, v), ofBlock(parts.scale));
      const { ff, res, ln } = levelsOf(v, u, ofBlock(slopes), lastScale && ofBlock(lastScale));
      blocks.push({ ff: length(graph, ff), res: length(graph, res), ln: ln && length(graph, ln) });
    }
    /** [batch, key, query, 1] of each block: [batch, query, key] */
    const joined = (norms: readonly Value[]) =>
      transpose(graph, squeeze(graph, concat(graph, norms, 2), 3), [0, 2, 1]);
    const axes = ['batch', 'pos', 'pos'];
    this.#give('atb_ff_n', () => joined(blocks.map(({ ff }) => ff)), axes);
    this.#give('atb_ff_res_n', () => joined(blocks.map(({ res }) => res)), axes);
    if (then.order === 'post')
      this.#give('atb_ff_res_ln_n', () => joined(blocks.flatMap(({ ln }) => ln ?? [])), axes);
  }

  /** Of what leaves the feed-forward layer, what comes from no token: through b_O, β, b_in and b_out. */
  #biasNorm(then: AfterAttention, mlp: Mlp, slopes: Value, throughNorm: (part: Value) => Value): Value {
    const { graph } = this.#model;
    const { bias } = this.#parts.attention.output;
    const zero = graph.constant('float32', 0);
    const shift = then.norm.shift ?? zero;
    const read = bias
      ? add(graph, throughNorm(bias), shift)
      : add(graph, mul(graph, this.#at('hook_resid_mid'), zero), shift);
    const product = matMul(graph, read, mlp.up.weight);
    const before = mlp.up.bias ? add(graph, product, mlp.up.bias) : product;
    const after = matMul(graph, mul(graph, before, slopes), mlp.down.weight);
    return squeeze(graph, length(graph, mlp.down.bias ? add(graph, after, mlp.down.bias) : after), 2);
  }

  /** (g(s) - g(0)) / s at each pre-activation s, [batch, pos, dMlp]. All activations are 0 at 0 (activations.ts). */
  #slopes(mlp: Mlp): Value {
    const { graph } = this.#model;
    const small = graph.constant('float32', SMALLEST);
    const pre = this.#at('mlp.hook_pre');
    const s = where(graph, less(graph, graph.node('Abs', [pre]), small), small, pre);
    return div(graph, mlp.activation(graph, s), s);
  }

  /** The scale that a norm divides its input by, of the true vector: [batch, pos, 1]. */
  #scaleOf({ centred, epsilon }: FrozenNorm, x: Value): Value {
    const { graph } = this.#model;
    const from = centred ? sub(graph, x, mean(graph, x)) : x;
    return sqrt(graph, add(graph, mean(graph, mul(graph, from, from)), graph.constant('float32', epsilon)));
  }

  /** A part [..., D] through the linear half of a norm: centred, times γ, not yet divided by the scale. */
  #linearPart({ centred, scale }: FrozenNorm, part: Value): Value {
    const { graph } = this.#model;
    return mul(graph, centred ? sub(graph, part, mean(graph, part)) : part, scale);
  }

  /**
   * ||Σ_h P^h_ij f^h_j|| by the products of the heads' vectors, over the query's scale where there is one.
   * @param vectors [batch, key, head, D]
   * @param weights [batch, key, query, head]
   * @param scale [batch, query, 1]
   * @returns [batch, query, key]
   */
  #cells(vectors: Value, weights: Value, scale: Value | null): Value {
    const { graph } = this.#model;
    const products = matMul(graph, vectors, transpose(graph, vectors, [0, 1, 3, 2]));
    const squares = sum(graph, mul(graph, matMul(graph, weights, products), weights));
    const norms = sqrt(graph, graph.node('Max', [squares, graph.constant('float32', 0)]));
    const byQuery = transpose(graph, squeeze(graph, norms, 3), [0, 2, 1]);
    return scale ? div(graph, byQuery, scale) : byQuery;
  }

  /** P^h_ii v^h_i: [batch, pos, head, dHead]. */
  #onDiagonal(pattern: Value, values: Value): Value {
    const { graph } = this.#model;
    const diagonal = sum(graph, mul(graph, pattern, this.#diagonal(toFloat32)));
    return mul(graph, transpose(graph, diagonal, [0, 2, 1, 3]), values);
  }

  /** [pos, pos], true on the diagonal. */
  #diagonal(as: (graph: ModelBuilder['graph'], x: Value) => Value = (_graph, x) => x): Value {
    const { graph } = this.#model;
    const positions = sequence(graph, squeeze(graph, slice(graph, this.#at('hook_resid_pre'), 2, 0, 1), 2));
    return as(graph, equal(graph, unsqueeze(graph, positions, [0]), unsqueeze(graph, positions, [1])));
  }

  /** @param own the token's own part, [batch, pos, D] */
  #giveMap(quantity: NormQuantity, cells: () => Value, own: Value): void {
    const { graph } = this.#model;
    this.#give(quantity, () => where(graph, this.#diagonal(), length(graph, own), cells()), [
      'batch',
      'pos',
      'pos',
    ]);
  }

  #giveMixing(quantity: NormQuantity, { own, mixed }: Shares): void {
    const { graph } = this.#model;
    this.#give(quantity, () => {
      const others = length(graph, mixed);
      return squeeze(graph, div(graph, others, add(graph, others, length(graph, own))), 2);
    }, ['batch', 'pos']);
  }

  #wants(...quantities: readonly NormQuantity[]): boolean {
    return quantities.some((quantity) => this.#wanted.has(quantity));
  }

  #give(quantity: NormQuantity, compute: () => Value, axes: readonly (string | number)[]): void {
    if (!this.#wants(quantity)) return;
    this.#model.graph.expose(normOutput(this.#layer, quantity), compute(), axes);
  }

  #at(place: BlockPlace): Value {
    return this.#model.valueAt(`${blockName(this.#layer)}.${place}`);
  }
}

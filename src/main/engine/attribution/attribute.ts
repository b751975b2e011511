/**
 * Direct logit attribution: what every component of a model adds to the logit of a token at a position, with the scale of
 * every norm frozen at what it was. Layers are taken from the last to the first, all texts together, so that weights are read
 * once. docs/analyses/attribution.md. L layers, H heads, F neurons, D = dModel, n tokens, T sums of logits.
 */
import {
  type MaskedHead,
  maskedHeadConstants,
  throughMaskedHead,
} from '../../../core/analyses/attribution/masked-head.ts';
import { type Component, COMPONENT_NAMES, TOTAL } from '../../../core/analyses/attribution/components.ts';
import {
  frozenScale,
  type NormParameters,
  readBy,
  readersOfRows,
  throughNorm,
} from '../../../core/analyses/attribution/readers.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  tensorOf,
} from '../../../core/analyses/named-tensor.ts';
import { blockName, patternHook, vHook, zHook } from '../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { Turn } from '../threads/turns.ts';
import type { Columns } from './columns.ts';
import { keptParameter, keptVector } from './kept-weights.ts';
import { type AttributedModel, normOrder, type TextActivations } from './text-activations.ts';

export interface Asked {
  readonly text: TextActivations;
  readonly position: number;
  readonly columns: Columns;
}

export interface Wanted {
  /** What of a head comes from each token: `heads_by_source` [L, H, n, T]. */
  readonly sources: boolean;
  /** `neurons` [L, F, T] of these layers; their activations must have been read. */
  readonly neurons: readonly number[];
}

/** Rows of weights that are read between two turns for others: about 3 ms of GPT-2's. */
const ROWS_PER_STEP = 1024;

/**
 * @returns of each the components that the model has (core/analyses/attribution/components.ts), a last axis `target` [T] after
 *   their own; `total`, their sum; of encoders `head_units` [D, T], of which with `unembed_bias` the logit is exactly the sum,
 *   while its components are shares; and what is wanted
 * @throws PairlensError as ModelWeights.read; BAD_REQUEST for a head that cannot be taken apart
 */
export async function attribute(
  model: AttributedModel,
  asked: readonly Asked[],
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<NamedTensors[]> {
  const walks = asked.map((one) => new Walk(model, one));
  const turn = new Turn();
  await startAtTheEnd(model, walks, turn);
  for (let layer = model.dimensions.layers - 1; layer >= 0; layer--) {
    signal?.throwIfAborted();
    await throughLayer(model, walks, layer, wanted, turn);
  }
  await throughEmbeddings(model, walks);
  return walks.map((walk) => walk.result());
}

/** One text on its way from the logit to the embeddings. */
class Walk {
  readonly text: TextActivations;
  readonly position: number;
  readonly columns: Columns;
  readonly targets: number;
  /** [T, D] of the stream, where the walk is. */
  readers: Float64Array;
  readonly #size: number;
  readonly #layers: number;
  readonly #values = new Map<
    string,
    { readonly axes: Record<string, number>; readonly data: Float64Array }
  >();

  constructor({ dimensions: { dModel, layers } }: AttributedModel, { text, position, columns }: Asked) {
    this.text = text;
    this.position = position;
    this.columns = columns;
    this.targets = columns.bias.length;
    this.readers = columns.readers;
    this.#size = dModel;
    this.#layers = layers;
  }

  has(hook: string): boolean {
    return this.text.of.has(hook);
  }

  /** All that was read at a hook point. */
  all(hook: string): Float32Array {
    const values = this.text.of.get(hook);
    if (values === undefined) throw new RangeError(`${hook} was not read`);
    return values;
  }

  /** What was read there at the position. */
  at(hook: string): Float32Array {
    const values = this.all(hook);
    const size = values.length / this.text.tokens;
    return values.subarray(this.position * size, (this.position + 1) * size);
  }

  put(name: string, axes: Record<string, number>, data: Float64Array): void {
    this.#values.set(name, { axes, data });
  }

  /** Values of one layer among those of all; `inner` are the axes after the layer. */
  putLayer(name: string, layer: number, inner: Record<string, number>, values: Float64Array, at = 0): void {
    const size = Object.values(inner).reduce((product, length) => product * length, this.targets);
    const known = this.#values.get(name) ?? {
      axes: { layer: this.#layers, ...inner },
      data: new Float64Array(this.#layers * size),
    };
    this.#values.set(name, known);
    known.data.set(values, layer * size + at);
  }

  read(vector: Float32Array): Float64Array {
    return readBy(this.readers, vector, this.#size);
  }

  /** Before a norm, from after it; β's part is given back. */
  throughNorm(norm: NormParameters, before: Float32Array, after: Float32Array): Float64Array {
    const shift = norm.shift === null ? new Float64Array(this.targets) : this.read(norm.shift);
    this.readers = throughNorm(this.readers, norm, frozenScale(before, after, norm));
    return shift;
  }

  result(): NamedTensors {
    const tensors = new Map<string, NamedTensor>();
    for (const [name, { axes, data }] of this.#values)
      tensors.set(name, namedTensor({ ...axes, target: this.targets }, data));
    const total = new Float64Array(this.targets);
    for (const name of COMPONENT_NAMES)
      if (tensors.has(name))
        tensorOf(tensors, name).data.forEach((value, at) => {
          const t = at % this.targets;
          total[t] = (total[t] as number) + value;
        });
    tensors.set(TOTAL, namedTensor({ target: this.targets }, total));
    return tensors;
  }
}

async function normOf(model: AttributedModel, owner: string): Promise<NormParameters | null> {
  const gain = await keptVector(model, `${owner}.w`);
  return gain && { gain, shift: await keptVector(model, `${owner}.b`) };
}

async function startAtTheEnd(model: AttributedModel, walks: readonly Walk[], turn: Turn): Promise<void> {
  const { layers, dModel } = model.dimensions;
  if (normOrder(model) === 'post') {
    const head = await maskedHeadOf(model);
    for (const walk of walks) {
      const through = throughMaskedHead(head, walk.at('resid_final'), walk.columns.readers);
      walk.readers = through.readers;
      walk.put('head_units', { unit: dModel }, through.units);
      walk.put('head_dense_bias', {}, through.denseBias);
      walk.put('unembed_bias', {}, sumOf(through.normShift, walk.columns.bias));
      if (turn.isOver) await turn.give();
    }
    return;
  }
  const norm = await normOf(model, 'ln_final');
  for (const walk of walks) {
    const last = layers > 0 ? walk.at(`${blockName(layers - 1)}.hook_resid_post`) : embeddingsOf(walk);
    const shift = norm === null ? null : walk.throughNorm(norm, last, walk.at('resid_final'));
    const bias = shift === null ? walk.columns.bias : sumOf(shift, walk.columns.bias);
    if (model.weights.has('b_U') || (norm !== null && norm.shift !== null))
      walk.put('unembed_bias', {}, bias);
  }
}

/** @throws PairlensError BAD_REQUEST */
async function maskedHeadOf(model: AttributedModel): Promise<MaskedHead> {
  const constants = maskedHeadConstants(model.architecture, model.config);
  const norm = await normOf(model, 'mlm_head.ln');
  if (constants === null || norm === null)
    throw new PairlensError(
      'BAD_REQUEST',
      `the head of ${model.name} is none that can be taken apart: its activation or its norm is not known`,
    );
  const { data: weight } = await keptParameter(model, 'mlm_head.W');
  const bias = (await keptVector(model, 'mlm_head.b')) ?? new Float32Array(model.dimensions.dModel);
  return { weight, bias, norm, ...constants };
}

async function throughLayer(
  model: AttributedModel,
  walks: readonly Walk[],
  layer: number,
  wanted: Wanted,
  turn: Turn,
): Promise<void> {
  const block = blockName(layer);
  const isPost = normOrder(model) === 'post';
  const shiftOf = async (
    place: 'ln1' | 'ln2',
    before: `${'hook_resid_mid' | 'hook_resid_post'}`,
    after: `${'hook_normalized_resid_mid' | 'hook_normalized_resid_post'}`,
  ) => {
    const norm = isPost ? await normOf(model, `${block}.${place}`) : null;
    if (norm === null) return;
    for (const walk of walks) {
      const shift = walk.throughNorm(norm, walk.at(`${block}.${before}`), walk.at(`${block}.${after}`));
      walk.putLayer('ln_bias', layer, { norm: 2 }, shift, place === 'ln1' ? 0 : walk.targets);
    }
  };

  await shiftOf('ln2', 'hook_resid_post', 'hook_normalized_resid_post');
  if (model.hooks.includes(`${block}.hook_mlp_out`)) {
    const bias = await keptVector(model, `${block}.mlp.b_out`);
    for (const walk of walks) {
      const out = walk.read(walk.at(`${block}.hook_mlp_out`));
      const ofBias = bias && walk.read(bias);
      walk.putLayer(
        'mlp',
        layer,
        {},
        ofBias === null ? out : out.map((value, t) => value - (ofBias[t] ?? 0)),
      );
      if (ofBias !== null) walk.putLayer('mlp_bias', layer, {}, ofBias);
    }
    if (wanted.neurons.includes(layer)) await ofNeurons(model, walks, layer, turn);
  }
  await shiftOf('ln1', 'hook_resid_mid', 'hook_normalized_resid_mid');
  const bias = await keptVector(model, `${block}.attn.b_O`);
  if (bias !== null) for (const walk of walks) walk.putLayer('attn_bias', layer, {}, walk.read(bias));
  await ofHeads(model, walks, layer, wanted.sources, turn);
}

async function ofHeads(
  model: AttributedModel,
  walks: readonly Walk[],
  layer: number,
  withSources: boolean,
  turn: Turn,
): Promise<void> {
  const { heads, dHead, dModel } = model.dimensions;
  const { data: weights } = await keptParameter(model, `${blockName(layer)}.attn.W_O`);
  const perStep = Math.max(1, Math.floor(ROWS_PER_STEP / dHead));
  for (const walk of walks) {
    const { targets } = walk;
    const { tokens } = walk.text;
    const z = walk.at(zHook(layer));
    for (let first = 0; first < heads; first += perStep) {
      const count = Math.min(perStep, heads - first);
      const own = { first: first * dHead, count: count * dHead };
      const rows = readersOfRows(weights, own, walk.readers, dModel);
      const values = ofRows(z.subarray(own.first), rows, { count, size: dHead, targets });
      walk.putLayer('heads', layer, { head: heads }, values, first * targets);
      if (withSources) {
        const sources = sourcesOf(walk, layer, rows, { first, count, heads, dHead });
        const inner = { head: heads, source: tokens };
        walk.putLayer('heads_by_source', layer, inner, sources, first * tokens * targets);
      }
      if (turn.isOver) await turn.give();
    }
  }
}

/** Σ over `size` numbers each of value times its reader: [count, T]. */
function ofRows(
  values: Float32Array,
  rows: Float64Array,
  { count, size, targets }: { readonly count: number; readonly size: number; readonly targets: number },
): Float64Array {
  const result = new Float64Array(count * targets);
  for (let row = 0; row < count * size; row++) {
    const to = Math.floor(row / size) * targets;
    for (let t = 0; t < targets; t++)
      result[to + t] =
        (result[to + t] as number) + (values[row] as number) * (rows[row * targets + t] as number);
  }
  return result;
}

/**
 * What a head takes from each token: P[position, j] v_j W_O. Queries that share key-value heads stand beside each other.
 * @param rows readers of the z of `count` heads from `first` on, [count · dHead, T]
 * @returns [count, n, T]
 */
function sourcesOf(
  walk: Walk,
  layer: number,
  rows: Float64Array,
  {
    first,
    count,
    heads,
    dHead,
  }: { readonly first: number; readonly count: number; readonly heads: number; readonly dHead: number },
): Float64Array {
  const { tokens } = walk.text;
  const { targets, position } = walk;
  const pattern = walk.all(patternHook(layer));
  const values = walk.all(vHook(layer));
  const width = values.length / tokens;
  const shared = heads / (width / dHead);
  const result = new Float64Array(count * tokens * targets);
  for (let own = 0; own < count; own++)
    for (let source = 0; source < tokens; source++) {
      const head = first + own;
      const weight = pattern[(head * tokens + position) * tokens + source] as number;
      if (weight === 0) continue;
      const from = source * width + Math.floor(head / shared) * dHead;
      for (let t = 0; t < targets; t++) {
        let sum = 0;
        for (let d = 0; d < dHead; d++)
          sum += (values[from + d] as number) * (rows[(own * dHead + d) * targets + t] as number);
        result[(own * tokens + source) * targets + t] = weight * sum;
      }
    }
  return result;
}

async function ofNeurons(
  model: AttributedModel,
  walks: readonly Walk[],
  layer: number,
  turn: Turn,
): Promise<void> {
  const { dModel } = model.dimensions;
  const { data: weights } = await keptParameter(model, `${blockName(layer)}.mlp.W_out`);
  const neurons = weights.length / dModel;
  for (const walk of walks) {
    const { targets } = walk;
    const post = walk.at(`${blockName(layer)}.mlp.hook_post`);
    for (let first = 0; first < neurons; first += ROWS_PER_STEP) {
      const count = Math.min(ROWS_PER_STEP, neurons - first);
      const rows = readersOfRows(weights, { first, count }, walk.readers, dModel);
      const values = ofRows(post.subarray(first), rows, { count, size: 1, targets });
      walk.putLayer('neurons', layer, { neuron: neurons }, values, first * targets);
      if (turn.isOver) await turn.give();
    }
  }
}

/** Hook points of the embeddings, by the component that each is. */
const EMBEDDINGS = [
  ['embed', ['hook_embed', 'embed.hook_embed']],
  ['pos_embed', ['hook_pos_embed', 'embed.hook_pos_embed']],
  ['type_embed', ['embed.hook_token_type_embed']],
] as const satisfies readonly (readonly [Component, readonly string[]])[];

async function throughEmbeddings(model: AttributedModel, walks: readonly Walk[]): Promise<void> {
  const norm = normOrder(model) === 'post' ? await normOf(model, 'embed.ln') : null;
  for (const walk of walks) {
    if (norm !== null)
      walk.put('ln_embed_bias', {}, walk.throughNorm(norm, embeddingsOf(walk), walk.at('hook_full_embed')));
    for (const [component, hooks] of EMBEDDINGS)
      for (const hook of hooks) if (walk.has(hook)) walk.put(component, {}, walk.read(walk.at(hook)));
  }
}

/** Their sum at the position, before any norm. */
function embeddingsOf(walk: Walk): Float32Array {
  const there = EMBEDDINGS.flatMap(([, hooks]) => hooks.filter((hook) => walk.has(hook)));
  const [first = new Float32Array(), ...others] = there.map((hook) => walk.at(hook));
  return Float32Array.from(first, (value, d) => others.reduce((sum, other) => sum + (other[d] ?? 0), value));
}

function sumOf(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, at) => value + (b[at] ?? 0));
}

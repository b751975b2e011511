import {
  type DirectionTokens,
  type FinalNorm,
  type HeadDirections,
  type HeadResult,
  type VocabularyProducts,
} from '../../../../core/analyses/circuits/vocabulary.ts';
import {
  headMatrices,
  keyValueHead,
  type LayerWeights,
} from '../../../../core/analyses/circuits/head-matrices.ts';
import { tokenTexts } from '../../../../core/analyses/circuits/token-texts.ts';
import type { TopPairs } from '../../../../core/analyses/circuits/top-pairs.ts';
import {
  namedTensor,
  type NamedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import type { HeadPlace } from '../../../../core/analyses/of-heads.ts';
import { combineQkOv } from '../../../../core/analyses/qk-ov/combine.ts';
import { qkOv } from '../../../../core/analyses/qk-ov/definition.ts';
import { qkOvIds, type QkOvOptions } from '../../../../core/analyses/qk-ov/options.ts';
import type { Circuit } from '../../../../core/analyses/qk-ov/result.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { type Following, THREADS, UNFOLLOWED } from '../../threads/side-by-side.ts';
import { checkIds } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { circuitThreads } from '../circuits/circuit-threads.ts';
import { readGain, readLayer, versionsOfModel } from '../circuits/layer-weights.ts';
import { pairsOfCircuit } from '../circuits/pairs-of-circuit.ts';
import { readTokens } from '../circuits/vocabulary-blocks.ts';
import { tokensOfDirections, vocabularyProducts } from '../circuits/over-vocabulary.ts';

/** Products of two tokens of a head: with more of them, pairs are searched for a head that is named. */
const MOST_PRODUCTS = 2 ** 26;

/** Share of the first batch that the sums over the vocabulary are taken for. */
const SHARE_OF_SUMS = 0.4;

/** A part of something that is followed, from one share of it to another. */
function within({ signal, onShare }: Following, from: number, to: number): Following {
  return { signal, onShare: (share) => onShare(from + (to - from) * share) };
}

/** What all heads of one execution share. */
interface Prepared {
  readonly products: VocabularyProducts | null;
  readonly finalNorm: FinalNorm | null;
  readonly tokens: { readonly embeddings: Float32Array; readonly unembeddings: Float32Array } | null;
}

const prepared = new WeakMap<AnalysisContext, Promise<Prepared>>();

function prepare(context: AnalysisContext, following: Following): Promise<Prepared> {
  const known = prepared.get(context);
  if (known !== undefined) return known;
  const making = (async () => {
    const model = modelOf(context);
    if (!model.causal || !model.weights.has('W_U')) return { products: null, finalNorm: null, tokens: null };
    const ids = context.subject.kind === 'ids' ? qkOvIds.parse(context.subject.inputs).tokens : null;
    return {
      products: await vocabularyProducts(model, following),
      finalNorm: await readGain(model, 'ln_final'),
      tokens:
        ids === null
          ? null
          : {
              embeddings: await readTokens(model, 'W_E', ids),
              unembeddings: await readTokens(model, 'W_U', ids),
            },
    };
  })();
  prepared.set(context, making);
  return making;
}

/** An item is a head. */
export const qkOvWork: ModelWork<QkOvOptions, HeadPlace> = {
  definition: qkOv,
  usesModel: true,
  subjectHash: () => '',
  plan: itemsOf,
  itemsPerBatch: () => THREADS,

  async compute(context, items, options, following = UNFOLLOWED) {
    const model = modelOf(context);
    const quiet = { signal: following.signal, onShare: () => undefined };
    // What all heads share is computed with the first.
    const begins = prepared.has(context) ? 0 : SHARE_OF_SUMS;
    const { products, finalNorm, tokens } = await prepare(context, within(following, 0, begins));
    const versions = versionsOfModel(model);
    const weights: LayerWeights[] = [];
    for (const { layer, head } of items) weights.push(ofHead(await readLayer(model, layer), head));
    const results = await circuitThreads.compute(
      weights,
      (thread, own) =>
        thread.circuitsOfHead({
          weights: own,
          versions,
          vocabulary: products,
          finalNorm,
          directions: options.directions,
          tokens,
        }),
      quiet,
    );
    if (products === null) return results.map((result) => partOf(result, null, null));
    const directions = await listedDirections(model, results, options.tokens, quiet);
    const parts: NamedTensors[] = [];
    for (const [at, result] of results.entries()) {
      const own = within(
        following,
        begins + ((1 - begins) * at) / results.length,
        begins + ((1 - begins) * (at + 1)) / results.length,
      );
      const pairs = searchesPairs(model, options)
        ? await pairsOf(model, weights[at] as LayerWeights, finalNorm, options.topPairs, own)
        : null;
      parts.push(partOf(result, directions[at] ?? null, pairs));
      own.onShare(1);
    }
    return parts;
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    const { layers, heads } = model.dimensions;
    const items = itemsOf(context, options);
    const placed = {
      *[Symbol.iterator]() {
        for (const { position, part } of parts) {
          const place = items[position];
          if (place !== undefined) yield { place, part };
        }
      },
    };
    const result = yield* combineQkOv(placed, { layers, heads });
    const ids = ['ov_pairs', 'qk_pairs', 'ov_directions', 'qk_directions'].flatMap((name) => [
      ...(result.get(`qk_ov.${name}`)?.data ?? []),
    ]);
    const { tokenizer } = model;
    const textOf = (id: number) => tokenizer?.describe(null, [id])[0]?.text ?? `${id}`;
    return new Map([
      ...result,
      ...(yield* tokenTexts('qk_ov', ids, textOf)),
      ['qk_ov.rotary', scalar(isRotary(model) ? 1 : 0)],
    ]);
  },
};

function itemsOf(context: AnalysisContext, { layer, head }: QkOvOptions): HeadPlace[] {
  const model = modelOf(context);
  const { layers, heads } = model.dimensions;
  if (context.subject.kind === 'ids')
    checkIds(
      'the list of tokens',
      qkOvIds.parse(context.subject.inputs).tokens,
      model.dimensions.vocabularySize,
    );
  if (layer < 0 && head < 0)
    return Array.from({ length: layers * heads }, (_, at) => ({
      layer: Math.floor(at / heads),
      head: at % heads,
    }));
  if (layer < 0 || head < 0)
    throw new PairlensError(
      'BAD_REQUEST',
      'a head is named by its layer and its head: give both, or neither',
      { layer, head },
    );
  if (layer >= layers || head >= heads)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no head ${head} in layer ${layer}: it has ${layers} layers of ${heads} heads, counted from 0`,
      { layer, head },
    );
  return [{ layer, head }];
}

function searchesPairs({ dimensions }: LoadedModel, { layer }: QkOvOptions): boolean {
  return layer >= 0 || dimensions.vocabularySize ** 2 <= MOST_PRODUCTS;
}

function isRotary({ hooks }: LoadedModel): boolean {
  return hooks.includes('blocks.0.attn.hook_rot_q');
}

/** Only what is of this head: little is sent to a thread. */
function ofHead(weights: LayerWeights, head: number): LayerWeights {
  const part = (all: Float32Array, count: number, place: number) =>
    all.slice((place * all.length) / count, ((place + 1) * all.length) / count);
  const shared = keyValueHead(weights, head);
  return {
    ...weights,
    heads: 1,
    keyValueHeads: 1,
    query: part(weights.query, weights.heads, head),
    key: part(weights.key, weights.keyValueHeads, shared),
    value: part(weights.value, weights.keyValueHeads, shared),
    output: part(weights.output, weights.heads, head),
  };
}

type CircuitDirections = Readonly<
  Record<Circuit, { readonly reads: readonly DirectionTokens[]; readonly writes: readonly DirectionTokens[] }>
>;

/** All directions of all heads of a batch, in one go through the vocabulary. */
async function listedDirections(
  model: LoadedModel,
  results: readonly HeadResult[],
  most: number,
  following: Following,
): Promise<CircuitDirections[]> {
  const { dModel } = model.dimensions;
  const onEmbeddings = results.flatMap(({ ovDirections, qkDirections }) => [
    ovDirections.reads,
    qkDirections.reads,
    qkDirections.writes,
  ]);
  const read = await tokensOfDirections(model, 'W_E', stacked(onEmbeddings), most, following);
  const written = await tokensOfDirections(
    model,
    'W_U',
    stacked(results.map(({ ovDirections }) => ovDirections.writes)),
    most,
    following,
  );
  let [fromRead, fromWritten] = [0, 0];
  const take = (of: HeadDirections) => read.slice(fromRead, (fromRead += of.reads.length / dModel));
  return results.map(({ ovDirections, qkDirections }) => ({
    ov: {
      reads: take(ovDirections),
      writes: written.slice(fromWritten, (fromWritten += ovDirections.writes.length / dModel)),
    },
    qk: { reads: take(qkDirections), writes: take(qkDirections) },
  }));
}

function stacked(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function pairsOf(
  model: LoadedModel,
  weights: LayerWeights,
  finalNorm: FinalNorm | null,
  most: number,
  following: Following,
): Promise<Readonly<Record<Circuit, TopPairs>>> {
  const version = versionsOfModel(model).at(-1) ?? 'raw';
  const matrices = headMatrices(weights, 0, version);
  return pairsOfCircuit(model, matrices, version === 'folded' ? finalNorm : null, most, following);
}

function partOf(
  { circuits, ovDirections, qkDirections }: HeadResult,
  directions: CircuitDirections | null,
  pairs: Readonly<Record<Circuit, TopPairs>> | null,
): NamedTensors {
  const part = new Map<string, NamedTensor>();
  for (const { version, residual, ov, qk, ovSlice, qkSlice } of circuits) {
    const name = (of: string) => `circuits.${version}.${of}`;
    const shares = (of: string, spectrum: typeof residual) =>
      part.set(
        name(`${of}_eigen`),
        namedTensor({ of: 2 }, Float64Array.of(spectrum.score, spectrum.positive)),
      );
    shares('ov_residual', residual);
    for (const [of, spectrum, slice] of [
      ['ov', ov, ovSlice],
      ['qk', qk, qkSlice],
    ] as const) {
      if (spectrum !== null) {
        shares(of, spectrum);
        const count = spectrum.values.length / 2;
        part.set(name(`${of}_eigenvalues`), namedTensor({ eigenvalue: count, part: 2 }, spectrum.values));
      }
      if (slice !== null) {
        const count = Math.sqrt(slice.length);
        const sizes = of === 'ov' ? { source: count, output: count } : { query: count, key: count };
        part.set(name(`${of}_slice`), namedTensor(sizes, slice));
      }
    }
  }
  for (const [of, { values }] of [
    ['ov', ovDirections],
    ['qk', qkDirections],
  ] as const)
    part.set(`qk_ov.${of}_singular`, namedTensor({ direction: values.length }, values));
  if (directions !== null)
    for (const circuit of ['ov', 'qk'] as const) addDirections(part, circuit, directions[circuit]);
  if (pairs !== null)
    for (const circuit of ['ov', 'qk'] as const) {
      const { left, right, values } = pairs[circuit];
      const ids = left.length;
      const both = new Int32Array(2 * ids);
      left.forEach((id, at) => both.set([id, right[at] ?? -1], 2 * at));
      part.set(`qk_ov.${circuit}_pairs`, namedTensor({ rank: ids, end: 2 }, both));
      part.set(`qk_ov.${circuit}_pair_values`, namedTensor({ rank: ids }, values));
    }
  return part;
}

/** [direction, side (read, written), end (largest, smallest), rank] */
function addDirections(
  part: Map<string, NamedTensor>,
  of: Circuit,
  { reads, writes }: CircuitDirections[Circuit],
): void {
  const most = Math.max(0, ...reads.map(({ largest }) => largest.ids.length));
  const ids = new Int32Array(reads.length * 4 * most).fill(-1);
  const values = new Float64Array(reads.length * 4 * most).fill(Number.NaN);
  reads.forEach((read, number) => {
    const lists = [read, writes[number] ?? read].flatMap(({ largest, smallest }) => [largest, smallest]);
    lists.forEach((list, at) => {
      ids.set(list.ids, (number * 4 + at) * most);
      values.set(list.values, (number * 4 + at) * most);
    });
  });
  const sizes = { direction: reads.length, side: 2, end: 2, rank: most };
  part.set(`qk_ov.${of}_directions`, namedTensor(sizes, ids));
  part.set(`qk_ov.${of}_direction_values`, namedTensor(sizes, values));
}

/** @throws PairlensError BAD_REQUEST for a model that has no heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'circuits are of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no layers, and so no heads: what follows what in it, bigrams tell`,
      { model: model.name },
    );
  return model;
}

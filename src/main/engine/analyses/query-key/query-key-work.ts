import { combineHeads, type PlacedHead, sampleTensors } from '../../../../core/analyses/query-key/combine.ts';
import type { HeadRequest } from '../../../../core/analyses/query-key/compute-head.ts';
import { queryKey } from '../../../../core/analyses/query-key/definition.ts';
import type { QueryKeyOptions } from '../../../../core/analyses/query-key/options.ts';
import { keyed } from '../../../../core/analyses/query-key/result.ts';
import { namedTensor, type NamedTensors, scalar } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, BatchFollowing, ModelWork } from '../analysis-work.ts';
import { computeHeads } from './head-threads.ts';
import { type LayerVectors, PARTNERS, VectorsByLayer } from './layer-vectors.ts';
import { type QueryKeySample, sampleOf } from './sampled-texts.ts';

/** Heads that are computed and stored together. */
const HEADS_PER_BATCH = 4;

export interface QueryKeyItem {
  readonly layer: number;
  readonly head: number;
  readonly isLaidOut: boolean;
}

/** What the heads of one execution share. */
interface Prepared {
  readonly sample: QueryKeySample;
  readonly vectors: VectorsByLayer;
}

const prepared = new WeakMap<AnalysisContext, Prepared>();

function prepare(context: AnalysisContext, options: QueryKeyOptions): Prepared {
  const known = prepared.get(context);
  if (known !== undefined) return known;
  const model = modelOf(context);
  const sample = sampleOf(context, model, options);
  const made = { sample, vectors: new VectorsByLayer(model, sample.texts) };
  prepared.set(context, made);
  return made;
}

const UNFOLLOWED: BatchFollowing = { signal: new AbortController().signal, onShare: () => undefined };

/** An item is a head. */
export const queryKeyWork: ModelWork<QueryKeyOptions, QueryKeyItem> = {
  definition: queryKey,
  usesModel: true,
  subjectHash: () => '',

  plan: itemsOf,

  itemsPerBatch: () => HEADS_PER_BATCH,

  async compute(context, items, options, following = UNFOLLOWED) {
    const { sample, vectors } = prepare(context, options);
    const requests: HeadRequest[] = [];
    for (const item of items)
      requests.push(requestOf(await vectors.ofLayer(item.layer), item, sample, options));
    const parts = await computeHeads(requests, following);
    const attended = await Promise.all(
      items.map(async (item) => attentionOf(await vectors.ofLayer(item.layer), item, sample)),
    );
    return parts.map((part, place) => new Map([...part, ...(attended[place] ?? [])]));
  },

  *combine(context, parts, options) {
    const model = modelOf(context);
    const { layers, heads } = model.dimensions;
    const { sample } = prepare(context, options);
    const items = itemsOf(context, options);
    const placed: PlacedHead[] = [];
    for (const { position, part } of parts) {
      const item = items[position];
      if (item !== undefined) placed.push({ ...item, part });
      yield 1;
    }
    const { tokenizer } = model;
    const tokenText = (id: number) => tokenizer?.describe(null, [id])[0]?.text ?? `${id}`;
    return keyed(
      new Map([
        ...combineHeads(placed, { ...sample, layers, heads, allHeads: items.length === layers * heads }),
        ...sampleTensors(sample.texts, tokenText),
        ['left_out', scalar(sample.leftOut)],
      ]),
    );
  },
};

function itemsOf(context: AnalysisContext, options: QueryKeyOptions): QueryKeyItem[] {
  const model = modelOf(context);
  const { layers, heads } = model.dimensions;
  checkHead(model, options);
  const { sample } = prepare(context, options);
  checkPairs(sample);
  const { projection, layer, head, alone } = options;
  return Array.from({ length: layers * heads }, (_, place) => ({
    layer: Math.floor(place / heads),
    head: place % heads,
    isChosen: layer < 0 || (Math.floor(place / heads) === layer && place % heads === head),
  }))
    .filter(({ isChosen }) => alone === 'no' || isChosen)
    .map(({ isChosen, ...place }) => ({ ...place, isLaidOut: isChosen && projection !== 'none' }));
}

function requestOf(
  { queries, keys, keyValueHeads }: LayerVectors,
  { head, isLaidOut }: QueryKeyItem,
  { tokens, scales, fineScales, percentile, halves }: QueryKeySample,
  { projection, drawnScale, seed }: QueryKeyOptions,
): HeadRequest {
  const ofHead = (vectors: Float32Array, all: number, place: number) => {
    const size = vectors.length / all;
    return vectors.slice(place * size, (place + 1) * size);
  };
  const heads = queries.length / (keys.length / keyValueHeads);
  // Grouped queries: neighbouring heads share their keys.
  const keyValueHead = Math.floor(head / (heads / keyValueHeads));
  return {
    vectors: {
      queries: ofHead(queries, heads, head),
      keys: ofHead(keys, keyValueHeads, keyValueHead),
      width: queries.length / heads / tokens,
    },
    scales,
    fineScales,
    percentile,
    halves,
    drawnScale,
    layout: isLaidOut && projection !== 'none' ? { projection, seed } : null,
  };
}

/** What a picture of a head shows of attention. */
function attentionOf(
  { toFirst, partners, partnerWeights }: LayerVectors,
  { head, isLaidOut }: QueryKeyItem,
  { tokens }: QueryKeySample,
): NamedTensors {
  if (!isLaidOut) return new Map();
  const size = tokens * PARTNERS;
  return new Map([
    ['to_first', namedTensor({ token: tokens }, toFirst.slice(head * tokens, (head + 1) * tokens))],
    [
      'partners',
      namedTensor({ token: tokens, partner: PARTNERS }, partners.slice(head * size, (head + 1) * size)),
    ],
    [
      'partner_weights',
      namedTensor({ token: tokens, partner: PARTNERS }, partnerWeights.slice(head * size, (head + 1) * size)),
    ],
  ]);
}

/** @throws PairlensError BAD_REQUEST for a model that has no heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'queries and keys are of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no layers, and so no heads with queries and keys`,
      { model: model.name },
    );
  return model;
}

/** @throws PairlensError BAD_REQUEST for a head that is not there, or half of one */
function checkHead({ name, dimensions }: LoadedModel, { layer, head, alone }: QueryKeyOptions): void {
  if (layer < 0 && head < 0 && alone === 'no') return;
  if (layer < 0 || head < 0)
    throw new PairlensError(
      'BAD_REQUEST',
      'a head is named by its layer and its head: give both, or neither',
      {
        layer,
        head,
      },
    );
  if (layer < dimensions.layers && head < dimensions.heads) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `${name} has no head ${head} in layer ${layer}: it has ${dimensions.layers} layers of ${dimensions.heads} heads, counted from 0`,
    { layer, head },
  );
}

/** Near pairs of all scales of the grid are in memory at once: 16 bytes each, in each thread. */
const MOST_PAIRS = 2 ** 24;

/** @throws PairlensError BAD_REQUEST where they would be too many */
function checkPairs({ tokens, percentile, scales }: QueryKeySample): void {
  const pairs = (2 * scales.length * tokens ** 2 * percentile) / 100;
  if (pairs <= MOST_PAIRS) return;
  throw new PairlensError(
    'BAD_REQUEST',
    `${tokens} tokens at a percentile of ${percentile} are too many near pairs to hold: take fewer tokens, or a smaller percentile`,
    { tokens, percentile },
  );
}

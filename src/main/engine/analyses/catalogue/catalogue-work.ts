import { combineCatalogue } from '../../../../core/analyses/catalogue/combine.ts';
import { catalogue } from '../../../../core/analyses/catalogue/definition.ts';
import { measurePair } from '../../../../core/analyses/catalogue/measure.ts';
import type { CatalogueOptions } from '../../../../core/analyses/catalogue/options.ts';
import { type NamedTensors, tensorOf } from '../../../../core/analyses/named-tensor.ts';
import { patternHook } from '../../../../core/architectures/hook-names.ts';
import { numberClusters } from '../../../../core/statistics/number-clusters.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { attribute } from '../../attribution/attribute.ts';
import { ColumnSource, type LogitSum } from '../../attribution/columns.ts';
import { checkHasLogits, readTexts, type TextActivations } from '../../attribution/text-activations.ts';
import type { LoadedModel } from '../../models/library.ts';
import { outputOf } from '../../runs/measure-batch.ts';
import { release } from '../../inference/release.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { passesOf } from '../passes.ts';
import { pairsOf } from '../subject-items.ts';
import { type CataloguePair, cataloguePairs } from './catalogue-pairs.ts';

const PAIRS_PER_BATCH = 16;
/** Of both statements, padding included. */
const TOKENS_PER_PASS = 1024;

export const catalogueWork: ModelWork<CatalogueOptions, CataloguePair> = {
  definition: catalogue,
  usesModel: true,
  subjectHash: () => '',
  plan: prepare,
  sourceOf: ({ pairId }) => pairId,
  statementsOf: (_context, { text, ids, counterfactualText, counterfactualIds, places }) => {
    const marks = [
      { positions: [places.end], as: 'END', look: 'focus' as const },
      { positions: [places.io], as: 'IO', look: 'line' as const },
      { positions: [places.s1, places.s2], as: 'S', look: 'line' as const },
    ];
    return [
      { name: 'original', text, ids, marks },
      { name: 'counterfactual', text: counterfactualText, ids: counterfactualIds, marks },
    ];
  },
  itemsPerBatch: () => PAIRS_PER_BATCH,

  async compute(context, items) {
    const model = modelOf(context);
    const limits = { tokens: TOKENS_PER_PASS, logits: false, patterns: true };
    const measured: NamedTensors[] = [];
    for (const pass of passesOf(items, ({ ids }) => ids.length, model.dimensions, limits, 2))
      measured.push(...(await measurePass(model, pass, context.signal)));
    return measured;
  },

  *combine(context, parts, options) {
    const { set } = pairsOf(context);
    const pairs = yield* prepare(context, options);
    const clusters = numberClusters(pairs.map(({ cluster }) => cluster));
    return yield* combineCatalogue(parts, options, {
      cluster: (position) => clusters[position] ?? 0,
      leftOut: set.length - pairs.length,
    });
  },
};

const prepared = new WeakMap<AnalysisContext, readonly CataloguePair[]>();

/** In steps, for every sentence is made into tokens: once in a context. */
function* prepare(
  context: AnalysisContext,
  options: CatalogueOptions,
): Generator<number, readonly CataloguePair[], void> {
  const known = prepared.get(context);
  if (known !== undefined) return known;
  const pairs = yield* cataloguePairs(pairsOf(context).set, modelOf(context), options);
  prepared.set(context, pairs);
  return pairs;
}

async function measurePass(
  model: LoadedModel,
  pairs: readonly CataloguePair[],
  signal: AbortSignal | undefined,
): Promise<NamedTensors[]> {
  const { layers, heads } = model.dimensions;
  const texts = await readTexts(model, pairs, false);
  const columns = new ColumnSource(model);
  await columns.read(pairs.flatMap(({ answer, other, names }) => [answer, other, ...names]));
  const attributed = await attribute(
    model,
    pairs.map(({ places, ...tokens }, at) => ({
      text: texts[at] as TextActivations,
      position: places.end,
      columns: columns.of(sumsOf(tokens)),
    })),
    { sources: true, neurons: [] },
    signal,
  );
  const hooks = Array.from({ length: layers }, (_, layer) => patternHook(layer));
  const outputs = await model.run(
    { inputIds: pairs.map(({ counterfactualIds }) => counterfactualIds) },
    hooks,
  );
  const longest = Math.max(...pairs.map(({ ids }) => ids.length));
  const measured = pairs.map(({ ids, places }, at) => {
    const tokens = ids.length;
    const effects = attributed[at] as NamedTensors;
    return measurePair({
      layers,
      heads,
      tokens,
      places,
      original: (layer) => texts[at]?.of.get(patternHook(layer)) ?? new Float32Array(),
      counterfactual: (layer) =>
        withoutPadding(outputOf(outputs, patternHook(layer)).data, at, heads, longest, tokens),
      effects: tensorOf(effects, 'heads').data,
      effectsBySource: tensorOf(effects, 'heads_by_source').data,
      logitDifference: tensorOf(effects, 'total').data[0] ?? Number.NaN,
    });
  });
  release(outputs.values());
  return measured;
}

/** As ATTRIBUTED has them. */
function sumsOf({
  answer,
  other,
  names: [x, y],
}: Pick<CataloguePair, 'answer' | 'other' | 'names'>): LogitSum[] {
  return [
    [
      [answer, 1],
      [other, -1],
    ],
    [
      [x, 1],
      [y, -1],
    ],
    [
      [answer, 1],
      [x, -1],
    ],
    [
      [other, 1],
      [y, -1],
    ],
  ];
}

/** The pattern of a row of a batch. [head, query, key] */
function withoutPadding(
  data: Float32Array,
  row: number,
  heads: number,
  longest: number,
  tokens: number,
): Float32Array {
  const pattern = new Float32Array(heads * tokens * tokens);
  for (let line = 0; line < heads * tokens; line++) {
    const head = Math.floor(line / tokens);
    const from = ((row * heads + head) * longest + (line % tokens)) * longest;
    pattern.set(data.subarray(from, from + tokens), line * tokens);
  }
  return pattern;
}

/** @throws PairlensError BAD_REQUEST for a model that is no decoder with layers and logits */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'a catalogue is of a model: name one');
  checkHasLogits(model);
  if (!model.causal)
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} foretells masked tokens: this catalogue is of decoders`,
    );
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}

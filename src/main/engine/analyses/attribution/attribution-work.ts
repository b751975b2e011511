import { combineAttribution } from '../../../../core/analyses/attribution/combine.ts';
import { combineCases } from '../../../../core/analyses/attribution/combine-cases.ts';
import {
  COMPONENT_NAMES,
  LOGIT,
  SOURCE_ROLES,
  sourceRoles,
  SUMS,
  TOTAL,
} from '../../../../core/analyses/attribution/components.ts';
import { attribution } from '../../../../core/analyses/attribution/definition.ts';
import type { AttributionOptions } from '../../../../core/analyses/attribution/options.ts';
import { clusterOfItems } from '../../../../core/analyses/item-clusters.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  scalar,
  tensorOf,
} from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { attribute } from '../../attribution/attribute.ts';
import { ColumnSource, type LogitSum } from '../../attribution/columns.ts';
import { oneToken } from '../../attribution/one-token.ts';
import { type LensReading, readLens } from '../../attribution/read-lens.ts';
import { checkReadable, normOrder, readTexts } from '../../attribution/text-activations.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import {
  drawnTokens,
  type ExplainedItem,
  explainedItems,
  explainedModel,
  type ExplainedText,
  explainedText,
  isDifference,
  statementsOfExplained,
} from '../explained/explained-texts.ts';
import { passesOf } from '../passes.ts';

const TEXTS_PER_BATCH = 16;
/** Numbers by text and neuron that are kept of a whole analysis: 256 MB. */
const MOST_NEURON_VALUES = 2 ** 26;
/** Numbers that the result of all cases has: 512 MB. */
const MOST_CASE_VALUES = 2 ** 26;
/** Tokens that are explained where none are named: of cases two, as in the reference. */
const TOP_OF_CASE = 2;

export const attributionWork: ModelWork<AttributionOptions, ExplainedItem> = {
  definition: attribution,
  usesModel: true,
  sentAhead: 1,
  subjectHash: () => '',
  sourceOf: ({ sourceId }) => sourceId,

  plan(context, options) {
    const items = explainedItems(context, options);
    if (context.subject.kind === 'ids') checkCases(items, explainedModel(context));
    if (options.against !== '') oneToken(explainedModel(context), options.against, 'against');
    return items;
  },
  statementsOf: (context, item, options) => statementsOfExplained(item, explainedModel(context), options),
  itemsPerBatch: () => TEXTS_PER_BATCH,

  async compute(context, items, options) {
    const model = explainedModel(context);
    const isOfIds = context.subject.kind === 'ids';
    const explained = items.map((item) => explainedText(item, model, options));
    const there = explained.filter((text) => text !== null);
    const parts = new Map<ExplainedText, NamedTensors>();
    const limits = { tokens: TOKENS_PER_BATCH, logits: false, patterns: true };
    const choice = choiceOf(context, model, options);
    for (const pass of passesOf(there, ({ ids }) => ids.length, model.dimensions, limits)) {
      context.signal?.throwIfAborted();
      const own = await measure(model, pass, choice, context.signal);
      pass.forEach((text, at) => parts.set(text, own[at] ?? new Map<string, NamedTensor>()));
    }
    return explained.map((text) => {
      const part = text === null ? undefined : parts.get(text);
      if (part !== undefined || !isOfIds) return part ?? new Map<string, NamedTensor>();
      throw new PairlensError('INTERNAL', 'a case that was planned has no tokens');
    });
  },

  combine(context, parts, options) {
    const model = explainedModel(context);
    const isOfShares = normOrder(model) === 'post';
    if (context.subject.kind === 'ids') return combineCases(parts, isOfShares);
    const cluster = clusterOfItems(itemsOf(context, options));
    return combineAttribution(parts, { cluster, isOfShares }, options);
  },
};

const known = new WeakMap<AnalysisContext, readonly ExplainedItem[]>();

function itemsOf(context: AnalysisContext, options: AttributionOptions): readonly ExplainedItem[] {
  const items = known.get(context) ?? explainedItems(context, options);
  known.set(context, items);
  return items;
}

/** @throws PairlensError INPUT_INVALID where the result would have more numbers than memory bears */
function checkCases(items: readonly ExplainedItem[], { dimensions, weights }: LoadedModel): void {
  const { layers, heads } = dimensions;
  const neurons = neuronsOf(weights);
  const values = items.reduce((sum, { statement, given }) => {
    const targets = given?.targets?.length ?? TOP_OF_CASE;
    return sum + targets * layers * (neurons + heads * (1 + (statement.ids?.length ?? 0)));
  }, 0);
  if (values <= MOST_CASE_VALUES) return;
  throw new PairlensError(
    'INPUT_INVALID',
    `the ${items.length} cases would come to ${values} numbers, more than the ${MOST_CASE_VALUES} of one analysis: give fewer cases or targets`,
    { cases: items.length },
  );
}

function neuronsOf({ shapes }: LoadedModel['weights']): number {
  return shapes.get('blocks.0.mlp.W_out')?.[0] ?? 0;
}

interface Choice {
  /** Of token ids: every target by itself, and all that is finer. */
  readonly isOfIds: boolean;
  readonly control: readonly number[];
  /** Layers whose neurons are worked out. */
  readonly neurons: readonly number[];
}

function choiceOf(context: AnalysisContext, model: LoadedModel, options: AttributionOptions): Choice {
  const isOfIds = context.subject.kind === 'ids';
  const { layers } = model.dimensions;
  const everyLayer = Array.from({ length: layers }, (_, layer) => layer);
  const neurons = neuronsOf(model.weights);
  const items = isOfIds ? [] : itemsOf(context, options);
  const hasRoom = items.length * layers * neurons <= MOST_NEURON_VALUES;
  return {
    isOfIds,
    // Of a difference there is none: what any token gets falls out of it.
    control: isOfIds || isDifference(items, options) ? [] : drawnTokens(model, options.control, options.seed),
    neurons: neurons > 0 && (isOfIds || (options.neurons > 0 && hasRoom)) ? everyLayer : [],
  };
}

async function measure(
  model: LoadedModel,
  texts: readonly ExplainedText[],
  choice: Choice,
  signal?: AbortSignal,
): Promise<NamedTensors[]> {
  const { control } = choice;
  checkReadable(model, texts);
  const places = texts.map(({ position, targets, against }) => [
    { position, targets: [...(targets ?? []), ...(against === null ? [] : [against])] },
  ]);
  const lens = (await readLens(model, texts, places, [model.dimensions.layers])).map((row) => row[0]?.[0]);
  const read = await readTexts(model, texts, choice.neurons.length > 0);
  const targets = texts.map(
    (text, at) => text.targets ?? lens[at]?.topIds.slice(0, choice.isOfIds ? TOP_OF_CASE : 1) ?? [],
  );
  const columns = new ColumnSource(model);
  await columns.read([...targets.flat(), ...control, ...texts.flatMap(({ against }) => against ?? [])]);
  const askedOf = (ids: readonly number[], against: number | null): LogitSum[] => {
    if (choice.isOfIds) return ids.map((id) => [[id, 1]]);
    const [id = 0] = ids;
    const own: LogitSum =
      against === null
        ? [[id, 1]]
        : [
            [id, 1],
            [against, -1],
          ];
    return control.length === 0 ? [own] : [own, control.map((drawn) => [drawn, 1 / control.length] as const)];
  };
  const asked = texts.map(({ position, against }, at) => ({
    text: read[at] ?? { tokens: 0, of: new Map<string, Float32Array>() },
    position,
    columns: columns.of(askedOf(targets[at] ?? [], against)),
  }));
  const attributed = await attribute(model, asked, { sources: true, neurons: choice.neurons }, signal);
  return texts.map((text, at) => {
    const tensors = attributed[at] ?? new Map<string, NamedTensor>();
    const own = targets[at] ?? [];
    const reading = lens[at];
    const logits = own.map((id, t) => logitOf(reading, text.targets === null ? null : t, id));
    const common = new Map<string, NamedTensor>([
      ['position', scalar(text.position)],
      ['tokens', scalar(text.ids.length)],
    ]);
    if (choice.isOfIds)
      return new Map([
        ...tensors,
        ...common,
        ['targets', namedTensor({ target: own.length }, Int32Array.from(own))],
        [LOGIT, namedTensor({ target: own.length }, Float64Array.from(logits))],
      ]);
    const [id = 0] = own;
    const [logit = Number.NaN] = logits;
    // What is read of another token comes after the target's own, if it was named.
    const other = text.against === null ? 0 : (reading?.logits[text.targets === null ? 0 : 1] ?? Number.NaN);
    return new Map([
      ...oneTarget(tensors, control.length > 0),
      ...common,
      ['target', scalar(id)],
      [LOGIT, scalar(logit - other)],
      ['probability', scalar(reading === undefined ? Number.NaN : Math.exp(logit - reading.logSumExp))],
      ['rank', scalar(text.targets === null ? 0 : (reading?.ranks[0] ?? Number.NaN))],
      ...rolesOf(tensors, text, id),
    ]);
  });
}

/** @param place among the ids that were read; null for one of those ranked first */
function logitOf(reading: LensReading | undefined, place: number | null, id: number): number {
  if (reading === undefined) return Number.NaN;
  if (place !== null) return reading.logits[place] ?? Number.NaN;
  return reading.topLogits[reading.topIds.indexOf(id)] ?? Number.NaN;
}

/** What is kept of a text of a set: components, `NAME_control` beside them, and neurons; no axis of targets. */
function oneTarget(tensors: NamedTensors, hasControl: boolean): [string, NamedTensor][] {
  const sums = new Map([...tensors, ...sumsOf(tensors)]);
  return [...COMPONENT_NAMES, ...Object.keys(SUMS), TOTAL, 'neurons'].flatMap(
    (name): [string, NamedTensor][] => {
      const tensor = sums.get(name);
      if (tensor === undefined) return [];
      if (name === 'neurons') return [[name, targetOf(tensor, 0, true)]];
      const own: [string, NamedTensor] = [name, targetOf(tensor, 0)];
      return hasControl ? [own, [`${name}_control`, targetOf(tensor, 1)]] : [own];
    },
  );
}

/** SUMS, with the axis of targets: attention [L, T], biases [T]. */
function sumsOf(tensors: NamedTensors): [string, NamedTensor][] {
  const target = tensorOf(tensors, TOTAL).shape[0] ?? 1;
  const biases = new Float64Array(target);
  for (const name of SUMS.biases)
    tensors.get(name)?.data.forEach((value, at) => {
      biases[at % target] = (biases[at % target] as number) + value;
    });
  const heads = tensors.get('heads');
  if (heads === undefined) return [['biases', namedTensor({ target }, biases)]];
  const [layer = 0, head = 1] = heads.shape;
  const attention = new Float64Array(layer * target);
  heads.data.forEach((value, at) => {
    const to = Math.floor(at / (head * target)) * target + (at % target);
    attention[to] = (attention[to] as number) + value;
  });
  return [
    ['attention', namedTensor({ layer, target }, attention)],
    ['biases', namedTensor({ target }, biases)],
  ];
}

function targetOf({ axes, shape, data }: NamedTensor, target: number, isShort = false): NamedTensor {
  const count = shape.at(-1) ?? 1;
  const sizes = Object.fromEntries(axes.slice(0, -1).map((axis, at) => [axis, shape[at] ?? 0]));
  const values = { length: data.length / count };
  const valueOf = (_: unknown, at: number) => data[at * count + target] as number;
  return namedTensor(
    sizes,
    isShort ? Float32Array.from(values, valueOf) : Float64Array.from(values, valueOf),
  );
}

/** `sources` [role, L, H]: what each head adds, by what it takes it from. */
function rolesOf(
  tensors: NamedTensors,
  { ids, position }: ExplainedText,
  target: number,
): [string, NamedTensor][] {
  if (!tensors.has('heads_by_source')) return [];
  const { shape, data } = tensorOf(tensors, 'heads_by_source');
  const [layers = 0, heads = 0, tokens = 0, targets = 1] = shape;
  const roles = sourceRoles(ids, position, target);
  const sums = new Float64Array(SOURCE_ROLES.length * layers * heads);
  for (let place = 0; place < layers * heads; place++)
    for (let source = 0; source < tokens; source++) {
      const to = (roles[source] as number) * layers * heads + place;
      sums[to] = (sums[to] as number) + (data[(place * tokens + source) * targets] as number);
    }
  return [['sources', namedTensor({ role: SOURCE_ROLES.length, layer: layers, head: heads }, sums)]];
}

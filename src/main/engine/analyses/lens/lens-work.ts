import { combineLens, combineLensCases } from '../../../../core/analyses/lens/combine.ts';
import { lens } from '../../../../core/analyses/lens/definition.ts';
import { clusterOfItems } from '../../../../core/analyses/item-clusters.ts';
import type { LensOptions } from '../../../../core/analyses/lens/options.ts';
import {
  type NamedTensor,
  namedTensor,
  type NamedTensors,
  scalar,
} from '../../../../core/analyses/named-tensor.ts';
import { type LensReading, readLens } from '../../attribution/read-lens.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { ModelWork } from '../analysis-work.ts';
import {
  drawnTokens,
  type ExplainedItem,
  explainedItems,
  explainedModel,
  type ExplainedText,
  explainedText,
  statementsOfExplained,
} from '../explained/explained-texts.ts';
import { passesOf } from '../passes.ts';

const TEXTS_PER_BATCH = 32;
/** Tokens of each stream that are kept of a case, as in the reference. */
const TOP = 5;
/** Tokens drawn to hold a text's own against, one of them for each text in turn. */
const DRAWN = 256;

export const lensWork: ModelWork<LensOptions, ExplainedItem> = {
  definition: lens,
  usesModel: true,
  sentAhead: 1,
  subjectHash: () => '',
  sourceOf: ({ sourceId }) => sourceId,
  plan: explainedItems,
  statementsOf: (context, item, options) => statementsOfExplained(item, explainedModel(context), options),
  itemsPerBatch: () => TEXTS_PER_BATCH,

  async compute(context, items, options) {
    const model = explainedModel(context);
    const isOfIds = context.subject.kind === 'ids';
    const explained = items.map((item) => explainedText(item, model, options));
    const there = explained.filter((text) => text !== null);
    const drawn = isOfIds ? [] : drawnTokens(model, DRAWN, options.seed);
    const parts = new Map<ExplainedText, NamedTensors>();
    const limits = { tokens: TOKENS_PER_BATCH, logits: false, patterns: true };
    for (const pass of passesOf(there, ({ ids }) => ids.length, model.dimensions, limits)) {
      context.signal?.throwIfAborted();
      const own = await measure(model, pass, (ids, position) => controlOf(drawn, ids, position), isOfIds);
      pass.forEach((text, at) => parts.set(text, own[at] ?? new Map<string, NamedTensor>()));
    }
    return explained.map((text) => (text === null ? undefined : parts.get(text)) ?? new Map());
  },

  combine(context, parts, options) {
    if (context.subject.kind === 'ids') return combineLensCases(parts);
    return combineLens(parts, clusterOfItems(explainedItems(context, options)), options);
  },
};

/** A drawn token for a text, the same whatever batch it is in: which one, its ids and the position say. */
function controlOf(drawn: readonly number[], ids: readonly number[], position: number): number {
  const place = ids.reduce((sum, id) => (sum * 31 + id) % 1_000_003, position);
  return drawn[place % Math.max(1, drawn.length)] ?? 0;
}

async function measure(
  model: LoadedModel,
  texts: readonly ExplainedText[],
  control: (ids: readonly number[], position: number) => number,
  isOfIds: boolean,
): Promise<NamedTensors[]> {
  const { layers } = model.dimensions;
  const streams = Array.from({ length: layers + 1 }, (_, stream) => stream);
  const targets = await targetsOf(model, texts, isOfIds ? 2 : 1);
  const places = texts.map(({ ids, position }, at) => [
    { position, targets: [...(targets[at] ?? []), ...(isOfIds ? [] : [control(ids, position)])] },
  ]);
  const read = await readLens(model, texts, places, streams);
  return texts.map(({ position }, at) => {
    const readings = read[at]?.[0] ?? [];
    const own = targets[at] ?? [];
    return isOfIds ? partOfCase(readings, own, position) : partOfText(readings, own[0] ?? 0, position);
  });
}

/** Those that are given, or those that the last stream ranks first. */
async function targetsOf(
  model: LoadedModel,
  texts: readonly ExplainedText[],
  most: number,
): Promise<(readonly number[])[]> {
  const open = texts.filter(({ targets }) => targets === null);
  const places = open.map(({ position }) => [{ position, targets: [] }]);
  const read = open.length === 0 ? [] : await readLens(model, open, places, [model.dimensions.layers]);
  return texts.map((text) => {
    if (text.targets !== null) return text.targets;
    return read[open.indexOf(text)]?.[0]?.[0]?.topIds.slice(0, most) ?? [];
  });
}

function partOfCase(
  readings: readonly LensReading[],
  targets: readonly number[],
  position: number,
): NamedTensors {
  const stream = readings.length;
  const target = targets.length;
  const top = Math.min(TOP, readings[0]?.topIds.length ?? 0);
  const values = (of: (reading: LensReading) => readonly number[]) =>
    Float64Array.from(readings.flatMap((reading) => [...of(reading)]));
  return new Map([
    ['position', scalar(position)],
    ['target_ids', namedTensor({ target }, Int32Array.from(targets))],
    [
      'targets',
      namedTensor(
        { stream, target },
        values(({ logits }) => logits),
      ),
    ],
    [
      'target_ranks',
      namedTensor(
        { stream, target },
        values(({ ranks }) => ranks),
      ),
    ],
    [
      'log_sum_exp',
      namedTensor(
        { stream },
        values(({ logSumExp }) => [logSumExp]),
      ),
    ],
    [
      'ids',
      namedTensor(
        { stream, top },
        values(({ topIds }) => topIds.slice(0, top)),
      ),
    ],
    [
      'values',
      namedTensor(
        { stream, top },
        values(({ topLogits }) => topLogits.slice(0, top)),
      ),
    ],
  ]);
}

function partOfText(readings: readonly LensReading[], target: number, position: number): NamedTensors {
  const stream = readings.length;
  const last = readings.at(-1)?.topIds[0];
  const by = (of: (reading: LensReading) => number) =>
    namedTensor({ stream }, Float64Array.from(readings, of));
  const logProbability = ({ logits, logSumExp }: LensReading, place: number) =>
    (logits[place] ?? NaN) - logSumExp;
  return new Map([
    ['log_probability', by((reading) => logProbability(reading, 0))],
    ['control', by((reading) => logProbability(reading, 1))],
    ['rank', by(({ ranks }) => ranks[0] ?? NaN)],
    ['log_rank', by(({ ranks }) => Math.log10(1 + (ranks[0] ?? NaN)))],
    ['first', by(({ ranks }) => Number(ranks[0] === 0))],
    ['agrees', by(({ topIds }) => Number(topIds[0] === last))],
    ['position', scalar(position)],
    ['target', scalar(target)],
  ]);
}

import { combinePatterns, ownRange } from '../../../../core/analyses/patterns/combine.ts';
import { patterns } from '../../../../core/analyses/patterns/definition.ts';
import { detectorsFor } from '../../../../core/analyses/patterns/detectors.ts';
import { readExplained } from '../../../../core/analyses/patterns/explanation.ts';
import { masksOf } from '../../../../core/analyses/patterns/masks.ts';
import { hasOwn, type PatternsOptions } from '../../../../core/analyses/patterns/options.ts';
import { splitTexts } from '../../../../core/analyses/patterns/split.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, ModelWork, PlacedPart } from '../analysis-work.ts';
import { plannedItems } from '../planned-items.ts';
import { checkExplainable, explainTexts } from './explain-texts.ts';
import { hashOfCues, type MarkedStatement, markedStatements } from './mark-texts.ts';
import { measureTexts } from './measure-texts.ts';

/** A text with its half and the number of its cluster. */
export type PatternsItem = Omit<MarkedStatement, 'cluster'> & {
  readonly half: number;
  readonly cluster: number;
};

/** Texts that are computed and stored together; they go through the model in several passes. */
const TEXTS_PER_BATCH = 128;
const TEXTS_PER_EXPLAINED_BATCH = 16;

export const patternsWork: ModelWork<PatternsOptions, PatternsItem> = {
  definition: patterns,
  usesModel: true,
  /** The words of the cue detector are the workspace's. */
  subjectHash: (context) => hashOfCues(context),

  *plan(context, options) {
    const model = modelOf(context);
    const explained = readExplained(options.explain) ?? [];
    if (explained.length > 0) checkExplainable(context, model, explained);
    const statements = yield* markedStatements(context, model, options);
    const split = splitTexts(
      statements.map(({ cluster }) => cluster),
      options.seed,
    );
    const items = statements.map((statement, at): PatternsItem => ({
      ...statement,
      half: split[at]?.half ?? 0,
      cluster: split[at]?.cluster ?? -1,
    }));
    // Of like length together, so that little is padded; texts of ids keep the order that they were given in.
    const ordered =
      context.subject.kind === 'ids' ? items : items.toSorted((a, b) => a.ids.length - b.ids.length);
    plans.set(context, ordered);
    return ordered;
  },

  sourceOf: ({ sourceId }) => sourceId,

  statementsOf: (_context, { name, text, ids }) => [{ name, text, ids: Array.from(ids) }],

  sentAhead: 1,

  itemsPerBatch: (_context, { explain }) => (explain === '' ? TEXTS_PER_BATCH : TEXTS_PER_EXPLAINED_BATCH),

  async compute(context, items, options) {
    const model = modelOf(context);
    const plan = {
      masks: masksOf(detectorNames(model, options)),
      own: ownRange(options),
      keepsExcluded: options.lift === 'sinks-excluded',
    };
    const parts = await measureTexts(model, items, plan);
    const explained = readExplained(options.explain) ?? [];
    if (explained.length === 0) return parts;
    const planned = await planOf(context, options);
    const costs = await explainTexts(context, model, items, explained, options, planned);
    return parts.map((part, at): NamedTensors => {
      const own = costs[at];
      return own === undefined || own === null ? part : new Map([...part, ...own]);
    });
  },

  combine(context, parts, options) {
    const model = modelOf(context);
    const { layers, heads } = model.dimensions;
    return combinePatterns(
      partsAlone(parts),
      { layers, heads, causal: model.causal },
      detectorNames(model, options),
      options,
    );
  },
};

/** All items, for those that are explained: every batch of one execution asks. */
const plans = new WeakMap<AnalysisContext, readonly PatternsItem[]>();

async function planOf(context: AnalysisContext, options: PatternsOptions): Promise<readonly PatternsItem[]> {
  if (!plans.has(context)) await plannedItems(patternsWork, context, options);
  return plans.get(context) ?? [];
}

function partsAlone(parts: Iterable<PlacedPart>): Iterable<NamedTensors> {
  return {
    *[Symbol.iterator]() {
      for (const { part } of parts) yield part;
    },
  };
}

function detectorNames({ causal }: LoadedModel, options: PatternsOptions): string[] {
  return detectorsFor(causal, hasOwn(options)).map(({ name }) => name);
}

/** @throws PairlensError BAD_REQUEST for a model without layers */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'patterns are of a model: name one');
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}

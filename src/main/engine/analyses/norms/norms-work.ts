import { combineNorms } from '../../../../core/analyses/norms/combine.ts';
import { normsOf } from '../../../../core/analyses/norms/defined.ts';
import { norms } from '../../../../core/analyses/norms/definition.ts';
import { normsInputs } from '../../../../core/analyses/norms/inputs.ts';
import type { NormsOptions } from '../../../../core/analyses/norms/options.ts';
import { NORM_AXES } from '../../../../core/architectures/norm-names.ts';
import { numberClusters } from '../../../../core/statistics/number-clusters.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds, idsOf, type Statement } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';
import { measureNorms } from './measure-norms.ts';

/** A text: a statement of a set, or token ids that were given. */
export interface NormsItem extends Statement {
  readonly tokenTypes: readonly number[] | null;
  /** 'text', or which statement of its pair. */
  readonly name: string;
  /** Id of the text or the pair; null of ids. */
  readonly sourceId: number | null;
  /** Number of what it shares with others, from 0. */
  readonly cluster: number;
}

/** Texts that are stored together. They are packed by length: in how many runs of the model is another matter. */
const TEXTS_PER_BATCH = 64;
/** The same where their maps are kept. */
const MAPS_PER_BATCH = 4;
/** Numbers of all maps of texts that are given as ids: 256 MB. */
const MOST_VALUES = 2 ** 26;

export const normsWork: ModelWork<NormsOptions, NormsItem> = {
  definition: norms,
  usesModel: true,
  sentAhead: 1,
  subjectHash: () => '',
  plan(context) {
    modelOf(context);
    return context.subject.kind === 'ids' ? plannedIds(context) : plannedTexts(context);
  },
  sourceOf: ({ sourceId }) => sourceId,
  statementsOf(context, item) {
    const { name, text } = item;
    return [{ name, text, ids: idsOf(item, modelOf(context)) }];
  },
  itemsPerBatch: ({ subject }) => (subject.kind === 'ids' ? MAPS_PER_BATCH : TEXTS_PER_BATCH),
  compute: (context, items) => measureNorms(modelOf(context), items, context.subject.kind === 'ids'),

  combine(context, parts, options) {
    const { hooks, dimensions } = modelOf(context);
    const isOfPairs = context.subject.kind === 'pairs';
    const clusters = isOfPairs ? plannedTexts(context).map(({ cluster }) => cluster) : [];
    const tensors = {
      *[Symbol.iterator]() {
        for (const { part } of parts) yield part;
      },
    };
    return combineNorms(
      {
        parts: tensors,
        defined: normsOf(hooks),
        layers: dimensions.layers,
        heads: dimensions.heads,
        cluster: isOfPairs ? Int32Array.from(parts, ({ position }) => clusters[position] ?? 0) : null,
        isOfIds: context.subject.kind === 'ids',
      },
      options,
    );
  },
};

function plannedTexts(context: AnalysisContext): NormsItem[] {
  const texts = textsOf(context);
  const clusters = numberClusters(texts.map(({ cluster }) => cluster));
  return texts.map(({ sourceId, side, text, ids }, at) => {
    return { text, ids, tokenTypes: null, name: side, sourceId, cluster: clusters[at] ?? 0 };
  });
}

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG naming the text; BAD_REQUEST for more than a result can hold */
function plannedIds(context: AnalysisContext): NormsItem[] {
  const model = modelOf(context);
  const { texts, token_types: types } = normsInputs.parse(
    context.subject.kind === 'ids' ? context.subject.inputs : {},
  );
  if (types && types.length !== texts.length)
    throw new PairlensError(
      'INPUT_INVALID',
      `token_types has ${types.length} rows, texts has ${texts.length}`,
    );
  const items = texts.map((ids, index) => {
    checkedIds({ text: null, ids }, model, `text ${index}`);
    const own = types?.[index] ?? null;
    if (own !== null && own.length !== ids.length)
      throw new PairlensError(
        'INPUT_INVALID',
        `text ${index} has ${ids.length} tokens and ${own.length} token types`,
      );
    return { text: null, ids, tokenTypes: own, name: 'text', sourceId: null, cluster: index };
  });
  const longest = Math.max(...texts.map((ids) => ids.length));
  const values = texts.length * valuesOfText(model, longest);
  if (values > MOST_VALUES)
    throw new PairlensError(
      'BAD_REQUEST',
      `the maps of ${texts.length} texts of up to ${longest} tokens are ${Math.round(values / 1e6)} million numbers; ` +
        `${Math.floor(MOST_VALUES / 1e6)} million are the most: give fewer or shorter texts, or a set, of which no maps are kept`,
      { texts: texts.length, longest },
    );
  return items;
}

/** Numbers of all maps of one text. */
function valuesOfText({ hooks, dimensions: { layers, heads } }: LoadedModel, tokens: number): number {
  const sizes = { head: heads, query: tokens, key: tokens };
  return normsOf(hooks).quantities.reduce(
    (sum, quantity) => sum + layers * NORM_AXES[quantity].reduce((product, axis) => product * sizes[axis], 1),
    0,
  );
}

/** @throws PairlensError BAD_REQUEST for a model without layers */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'norms are of a model: name one');
  if (normsOf(model.hooks).end === 'no layers')
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no layers, and so no attention whose norms could be measured`,
      { model: model.name },
    );
  return model;
}

import { combineAblation } from '../../../../core/analyses/ablation/combine.ts';
import { ablation } from '../../../../core/analyses/ablation/definition.ts';
import { ABLATION_METHODS } from '../../../../core/analyses/ablation/methods.ts';
import type { AblationOptions } from '../../../../core/analyses/ablation/options.ts';
import { clusterOfItems } from '../../../../core/analyses/item-clusters.ts';
import { namedTensor, type NamedTensors, scalar } from '../../../../core/analyses/named-tensor.ts';
import { LOGITS } from '../../../../core/architectures/hook-names.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext, ModelWork } from '../analysis-work.ts';
import { type AblatedText, rowsOf } from './ablated-text.ts';
import { type AblationItem, AblationTexts } from './ablation-texts.ts';
import { ablatedTokenLosses, type AblationCell, type TokenLosses } from './token-losses.ts';

/** So many heads and methods, of all texts of a batch together; a text that has more goes alone. */
const CELLS_PER_BATCH = 512;

/** An item is a text, with all heads taken away one after the other. */
export const ablationWork: ModelWork<AblationOptions, AblationItem> = {
  definition: ablation,
  usesModel: true,
  sentAhead: 1,
  subjectHash: () => '',
  sourceOf: ({ sourceId }) => sourceId,

  plan: (context, options) => textsOfContext(context, options).items,

  statementsOf(context, item, options) {
    const texts = textsOfContext(context, options);
    const text = texts.textOf(item);
    if (text === null) return [];
    // An encoder sees the mask in the place of what it has to tell.
    const [ids = text.ids] = rowsOf([text], texts.maskId).inputIds;
    return [
      {
        name: item.name,
        text: item.statement.text,
        ids,
        marks: text.masked === null ? [] : [{ positions: [...text.masked], as: 'masked', look: 'line' }],
      },
    ];
  },

  itemsPerBatch: (context) => Math.floor(CELLS_PER_BATCH / cellsOf(modelOf(context)).length),

  async compute(context, items, options) {
    const model = modelOf(context);
    const texts = textsOfContext(context, options);
    const setMeans = await texts.setMeans();
    const own = items.map((item) => {
      const text = texts.textOf(item);
      return text && { text, donor: texts.donorOf(item, text) };
    });
    const there = own.filter((one) => one !== null);
    const isResampled = there.some(({ donor }) => donor !== null);
    const cells = cellsOf(model).filter(({ method }) => method !== 'resample' || isResampled);
    // What comes of a text that is put into itself is left out again.
    const donors = isResampled ? there.map(({ text, donor }) => donor ?? text) : [];
    const losses = await ablatedTokenLosses(
      { model, maskId: texts.maskId, signal: context.signal },
      there.map(({ text }) => text),
      cells,
      { setMeans, donors },
    );
    const byText = new Map<AblatedText, TokenLosses | undefined>(
      there.map(({ text }, at) => [text, losses[at]]),
    );
    return own.map((one) => {
      const shown = cells.map((cell) => (cell.method === 'resample' && one?.donor === null ? null : cell));
      return partOf(model, shown, one === null ? null : (byText.get(one.text) ?? null));
    });
  },

  combine(context, parts, options) {
    const { items } = textsOfContext(context, options);
    return combineAblation(parts, clusterOfItems(items), options);
  },
};

/** All of a context are read, and their means computed, once. */
const known = new WeakMap<AnalysisContext, AblationTexts>();

function textsOfContext(context: AnalysisContext, options: AblationOptions): AblationTexts {
  const texts = known.get(context) ?? new AblationTexts(context, modelOf(context), options);
  known.set(context, texts);
  return texts;
}

/** Every head and method, those of a layer together. */
function cellsOf({ dimensions: { layers, heads } }: LoadedModel): AblationCell[] {
  return Array.from({ length: layers * heads }, (_, place) =>
    ABLATION_METHODS.map((method) => ({
      layer: Math.floor(place / heads),
      head: place % heads,
      method,
    })),
  ).flat();
}

/**
 * What one text comes to; NaN of a text that cannot be measured.
 * @param cells those that were computed, null where what was computed says nothing
 */
function partOf(
  { dimensions: { layers, heads } }: LoadedModel,
  cells: readonly (AblationCell | null)[],
  losses: TokenLosses | null,
): NamedTensors {
  const means = ABLATION_METHODS.map((method) => {
    const data = new Float64Array(layers * heads).fill(Number.NaN);
    cells.forEach((cell, at) => {
      const own = losses?.increases[at];
      if (cell?.method === method && own !== undefined) data[cell.layer * heads + cell.head] = meanOf(own);
    });
    return [method, namedTensor({ layer: layers, head: heads }, data)] as const;
  });
  return new Map([
    ...means,
    ['clean_loss', scalar(losses === null ? Number.NaN : meanOf(losses.clean))],
    ['tokens', scalar(losses?.positions.length ?? 0)],
  ]);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @throws PairlensError BAD_REQUEST for a model that foretells nothing, or has no heads */
function modelOf({ model }: AnalysisContext): LoadedModel {
  if (model === null) throw new PairlensError('BAD_REQUEST', 'an ablation is of a model: name one');
  if (!model.hooks.includes(LOGITS))
    throw new PairlensError(
      'BAD_REQUEST',
      `${model.name} has no language-model head: it foretells no tokens, so there is no loss to be changed`,
      { model: model.name },
    );
  if (model.dimensions.layers === 0)
    throw new PairlensError('BAD_REQUEST', `${model.name} has no layers, and so no heads`, {
      model: model.name,
    });
  return model;
}

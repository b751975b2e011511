/** The items of an induction analysis, in the order of its plan. */
import { contextsOf } from '../../../../core/analyses/induction/contexts.ts';
import { TooFewTokens, type TokenPool } from '../../../../core/analyses/induction/draw-tokens.ts';
import type { InductionOptions } from '../../../../core/analyses/induction/options.ts';
import { planSequences } from '../../../../core/analyses/induction/sequences.ts';
import { planTrials, type SpecialIds, trialTokens } from '../../../../core/analyses/induction/trials.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';
import { givenItems } from './given-items.ts';
import type { InductionItem, SequenceItem, TextItem, TrialItem } from './items.ts';
import { bosOf, poolOf } from './token-pool.ts';

/** @throws PairlensError BAD_REQUEST where model, options and texts do not fit each other; INPUT_INVALID for ids */
export function* itemsOf(
  context: AnalysisContext,
  model: LoadedModel,
  options: InductionOptions,
): Generator<void, InductionItem[], void> {
  if (context.subject.kind === 'ids') return givenItems(context.subject.inputs, model, options);
  return [...(yield* drawnItems(context, model, options)), ...textItems(context, model, options)];
}

function* drawnItems(
  context: AnalysisContext,
  model: LoadedModel,
  options: InductionOptions,
): Generator<void, InductionItem[], void> {
  const { length, tokens } = options;
  const special = model.causal ? null : specialOf(model);
  checkFits(model, options);
  const pool = yield* poolOf(context, model, options);
  try {
    return special === null ? sequenceItems(model, pool, options) : trialItems(special, pool, options);
  } catch (error) {
    if (!(error instanceof TooFewTokens)) throw error;
    const where = tokens === 'frequency' ? 'the set of texts' : model.name;
    throw new PairlensError(
      'BAD_REQUEST',
      `a sequence and its control take ${2 * length} different tokens; ${where} has ${error.drawable}`,
      { length, drawable: error.drawable },
    );
  }
}

function sequenceItems(model: LoadedModel, pool: TokenPool, options: InductionOptions): SequenceItem[] {
  const { sequences, length, seed } = options;
  return planSequences(
    { sequences, length, bos: bosOf(model), pool },
    randomSource(seed, 'induction-sequences'),
  ).map((sequence, at) => ({ kind: 'sequence', ...sequence, isDrawn: at === 0 }));
}

function trialItems(special: SpecialIds, pool: TokenPool, options: InductionOptions): TrialItem[] {
  const { sequences: trials, length, layout, seed } = options;
  return planTrials({ trials, length, layout, special, pool }, randomSource(seed, 'induction-trials')).map(
    (trial, at) => ({ kind: 'trial', ...trial, isDrawn: at === 0 }),
  );
}

function checkFits(model: LoadedModel, { length, layout }: InductionOptions): void {
  const { maxPositions } = model.dimensions;
  const tokens = model.causal ? 1 + 2 * length : trialTokens('three_copies', layout, length);
  if (tokens <= maxPositions) return;
  const what = model.causal
    ? `two copies of ${length} tokens and a beginning are ${tokens} tokens`
    : `three copies of ${length} tokens and what stands between them are ${tokens} tokens`;
  throw new PairlensError('BAD_REQUEST', `${what}; ${model.name} takes ${maxPositions}`, {
    length,
    maxPositions,
  });
}

function textItems(context: AnalysisContext, model: LoadedModel, options: InductionOptions): TextItem[] {
  if (context.subject.kind !== 'texts') return [];
  const random = randomSource(options.seed, 'induction-texts');
  const contexts = contextsOf(options, {
    maxPositions: model.dimensions.maxPositions,
    causal: model.causal,
  });
  return textsOf(context).map((text) => ({
    kind: 'text',
    sourceId: text.sourceId,
    statement: text,
    ...contexts,
    draw: random.bits(),
  }));
}

/** The special tokens of an encoder's sequences. @throws PairlensError BAD_REQUEST for a model that has none */
function specialOf({ name, tokenizer }: LoadedModel): SpecialIds {
  // What stands around a text: [CLS] and [SEP], or <s> and </s>.
  const around = tokenizer?.encode('') ?? [];
  const [cls, sep] = [around[0], around.at(-1)];
  const mask = tokenizer?.maskId ?? null;
  if (cls !== undefined && sep !== undefined && cls !== sep && mask !== null) return { cls, sep, mask };
  throw new PairlensError(
    'BAD_REQUEST',
    tokenizer === null
      ? `${name} has no tokenizer, and which of its tokens stand for [CLS], [SEP] and [MASK] is not known: give token ids`
      : `${name} has no tokens for [CLS], [SEP] and [MASK]`,
    { model: name },
  );
}

/** Which tokens are drawn, and which one a sequence begins with. */
import { z } from 'zod';
import type { TokenPool } from '../../../../core/analyses/induction/draw-tokens.ts';
import type { InductionOptions } from '../../../../core/analyses/induction/options.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { idsOf } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';

/** A step for each text whose tokens are counted. */
export function* poolOf(
  context: AnalysisContext,
  model: LoadedModel,
  { tokens }: InductionOptions,
): Generator<void, TokenPool, void> {
  return tokens === 'frequency' ? yield* frequencyPool(context, model) : uniformPool(model, tokens === 'all');
}

/**
 * Ordinary tokens, but for the one that a sequence begins with; of a model without a tokenizer all.
 * @param all single bytes and control characters, too, but no special tokens
 */
export function uniformPool(
  model: Pick<LoadedModel, 'tokenizer' | 'dimensions' | 'config' | 'causal'>,
  all = false,
): TokenPool {
  const { tokenizer, dimensions } = model;
  const bos = model.causal ? firstToken(model) : null;
  const accepts = (id: number) => {
    if (id === bos) return false;
    if (tokenizer === null) return true;
    return all ? !tokenizer.specialIds.has(id) : tokenizer.isOrdinary(id);
  };
  return { ids: Array.from({ length: dimensions.vocabularySize }, (_, id) => id), weights: null, accepts };
}

function* frequencyPool(context: AnalysisContext, model: LoadedModel): Generator<void, TokenPool, void> {
  if (context.subject.kind !== 'texts')
    throw new PairlensError(
      'BAD_REQUEST',
      'to draw tokens as often as they stand in texts, the analysis has to be of a set of texts',
    );
  const { accepts = () => true } = uniformPool(model);
  const counts = new Map<number, number>();
  for (const text of textsOf(context)) {
    for (const id of idsOf(text, model)) counts.set(id, (counts.get(id) ?? 0) + 1);
    yield;
  }
  const byId = [...counts].sort(([a], [b]) => a - b);
  return { ids: byId.map(([id]) => id), weights: byId.map(([, count]) => count), accepts };
}

const bosConfig = z.object({ bos_token_id: z.int().min(0) });

function firstToken({ config }: Pick<LoadedModel, 'config'>): number | null {
  return bosConfig.safeParse(config).data?.bos_token_id ?? null;
}

/** The token that a text begins with. @throws PairlensError BAD_REQUEST for a model that has none */
export function bosOf(model: LoadedModel): number {
  const bos = firstToken(model);
  if (bos !== null) return bos;
  throw new PairlensError(
    'BAD_REQUEST',
    `the config of ${model.name} has no bos_token_id: there is no token for a sequence to begin with`,
    { model: model.name },
  );
}

/** What a sequence begins with, config.json says, and that is hashed with neither weights nor tokenizer. */
export function beginningOf(model: LoadedModel): string {
  return `bos_token_id ${firstToken(model) ?? 'none'}`;
}

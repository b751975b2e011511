/** From a planned pair to what the model takes: token ids on both sides, and their alignment. */
import type { Alignment, AlignmentMethod } from '../../../core/pairs/alignment.ts';
import { alignmentFromPositions, alignTokens } from '../../../core/pairs/align.ts';
import { type ErrorCode, isActionable, PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import type { PlannedItem } from '../store/run-items.ts';

export type PairModel = Pick<LoadedModel, 'tokenizer' | 'dimensions'>;

export interface PreparedPair {
  readonly item: Pick<PlannedItem, 'pairId' | 'role' | 'position'>;
  readonly originalIds: readonly number[];
  readonly counterfactualIds: readonly number[];
  readonly alignment: Alignment;
}

/** Why a pair can't be run, as it is recorded and shown. */
export interface PairFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * The pair with its tokens and alignment (a person's correction before the method's own), or why it has none: the
 * other pairs of the run go on.
 */
export function preparePair(
  item: PlannedItem,
  model: PairModel,
  method: AlignmentMethod,
): PreparedPair | PairFailure {
  try {
    const originalIds = tokenIds(item.originalIds, item.original, model);
    const counterfactualIds = tokenIds(item.counterfactualIds, item.counterfactual, model);
    checkLengths(originalIds.length, counterfactualIds.length, model.dimensions.maxPositions);
    checkIds('original', originalIds, model.dimensions.vocabularySize);
    checkIds('counterfactual', counterfactualIds, model.dimensions.vocabularySize);
    const specialIds = model.tokenizer?.specialIds ?? new Set<number>();
    const alignment =
      item.correction === null
        ? alignTokens(originalIds, counterfactualIds, method, specialIds)
        : alignmentFromPositions(item.correction, originalIds.length, counterfactualIds.length);
    const { pairId, role, position } = item;
    return { item: { pairId, role, position }, originalIds, counterfactualIds, alignment };
  } catch (error) {
    if (!isActionable(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

function tokenIds(
  ids: readonly number[] | null,
  text: string | null,
  { tokenizer }: PairModel,
): readonly number[] {
  if (ids !== null) return ids;
  if (tokenizer === null)
    throw new PairlensError(
      'TOKENIZER_MISSING',
      'the model folder has no tokenizer: it can run pairs of token ids, not of text',
    );
  return tokenizer.encode(text ?? '');
}

function checkLengths(original: number, counterfactual: number, maxPositions: number): void {
  if (Math.max(original, counterfactual) <= maxPositions) return;
  throw new PairlensError(
    'SENTENCE_TOO_LONG',
    `the original has ${original} tokens, the counterfactual ${counterfactual}; the model takes up to ${maxPositions}`,
    { original, counterfactual, maxPositions },
  );
}

function checkIds(side: string, ids: readonly number[], vocabularySize: number): void {
  if (ids.length === 0) throw new PairlensError('INPUT_INVALID', `the ${side} has no tokens`);
  const position = ids.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
  if (position < 0) return;
  throw new PairlensError(
    'INPUT_INVALID',
    `the ${side} has id ${ids[position] ?? ''} at position ${position}; the vocabulary has ids 0 to ${vocabularySize - 1}`,
  );
}

/** From a planned pair to what the model takes: the token ids of its statements, and how each is aligned. */
import type { Alignment, AlignmentMethod } from '../../../core/pairs/alignment.ts';
import { areSame, type NotedPair, notesOf } from '../../../core/pairs/pair-notes.ts';
import { type ErrorCode, isActionable, PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import type { PlannedComparison, PlannedPair } from '../store/planned-pairs.ts';
import type { ItemPlace } from '../store/run-items.ts';
import { alignAsCorrected } from '../tokenizers/align-statements.ts';
import { checkIds, idsOf } from '../tokenizers/statement-ids.ts';

export type PairModel = Pick<LoadedModel, 'tokenizer' | 'dimensions'>;

/** A statement that is compared with the original of its pair. */
export interface PreparedComparison {
  /** What the results are stored under. */
  readonly item: ItemPlace & { readonly position: number };
  readonly ids: readonly number[];
  readonly alignment: Alignment;
  /** null: what was noted of it stays. */
  readonly noted: NotedPair | null;
}

/** An original and what it is compared with: it goes through the model once for all of them. */
export interface PreparedPair {
  readonly originalIds: readonly number[];
  /** At least one. */
  readonly comparisons: readonly PreparedComparison[];
}

/** Why a comparison can't be run, as it is recorded and shown. */
export interface PairFailure {
  readonly code: ErrorCode;
  readonly message: string;
}

export interface FailedComparison {
  readonly item: ItemPlace;
  readonly failure: PairFailure;
}

/**
 * The pair with its tokens and alignments (a person's correction before the method's own) and, for what cannot be run,
 * why: the rest of the run goes on, and so does a pair whose neutral alone is at fault.
 */
export function preparePair(
  pair: PlannedPair,
  model: PairModel,
  method: AlignmentMethod,
): { prepared: PreparedPair | null; failed: FailedComparison[] } {
  const comparisons: PreparedComparison[] = [];
  const failed: FailedComparison[] = [];
  let originalIds: readonly number[] | undefined;
  for (const comparison of pair.comparisons) {
    const item = { pairId: pair.pairId, role: comparison.role, position: pair.position };
    try {
      originalIds ??= idsOf({ text: pair.original, ids: pair.originalIds }, model);
      const prepared = prepareComparison(comparison, pair.original, originalIds, model, method);
      if (comparison.role === 'neutral') checkIsAnother(prepared.ids, originalIds, comparisons[0]?.ids);
      comparisons.push({ item, ...prepared });
    } catch (error) {
      if (!isActionable(error)) throw error;
      failed.push({ item, failure: { code: error.code, message: error.message } });
    }
  }
  if (originalIds === undefined || comparisons.length === 0) return { prepared: null, failed };
  return { prepared: { originalIds, comparisons }, failed };
}

function prepareComparison(
  { role, text, ids: givenIds, correction }: PlannedComparison,
  original: string | null,
  originalIds: readonly number[],
  model: PairModel,
  method: AlignmentMethod,
): Pick<PreparedComparison, 'ids' | 'alignment' | 'noted'> {
  const side = role === 'neutral' ? 'neutral' : 'counterfactual';
  const ids = idsOf({ text, ids: givenIds }, model);
  const { maxPositions, vocabularySize } = model.dimensions;
  checkLengths(originalIds.length, side, ids.length, maxPositions);
  checkIds('the original', originalIds, vocabularySize);
  checkIds(`the ${side}`, ids, vocabularySize);
  const alignment = alignAsCorrected(originalIds, ids, { correction, method }, model.tokenizer);
  const texts: [string | null, string | null] = givenIds === null ? [original, text] : [null, null];
  const noted = notesOf({ texts, ids: [originalIds, ids] }, model.tokenizer?.traits ?? null);
  return { ids, alignment, noted };
}

/** Texts that differ may still be the same tokens, as with a tokenizer that knows no capitals. */
function checkIsAnother(
  neutral: readonly number[],
  original: readonly number[],
  counterfactual: readonly number[] | undefined,
): void {
  if (areSame(neutral, original))
    throw new PairlensError(
      'INPUT_INVALID',
      'the neutral has the same tokens as the original: it changes nothing',
    );
  if (counterfactual !== undefined && areSame(neutral, counterfactual))
    throw new PairlensError(
      'INPUT_INVALID',
      'the neutral has the same tokens as the counterfactual: there is nothing to compare it with',
    );
}

function checkLengths(original: number, side: string, compared: number, maxPositions: number): void {
  if (Math.max(original, compared) <= maxPositions) return;
  throw new PairlensError(
    'SENTENCE_TOO_LONG',
    `the original has ${original} tokens, the ${side} ${compared}; the model takes up to ${maxPositions}`,
    { original, [side]: compared, maxPositions },
  );
}

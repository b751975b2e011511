/** The alignment of two statements, by a person or by the method of a run, with what the tokenizer knows of tokens and words. */
import { alignmentFromPositions, alignTokens } from '../../../core/pairs/align.ts';
import type { Alignment, AlignmentMethod } from '../../../core/pairs/alignment.ts';
import type { Tokenizer } from './tokenizer.ts';

type PositionPairs = readonly (readonly [original: number, other: number])[];

/**
 * @param tokenizer of the model; null: ids are all there is
 * @throws CoreError as {@link alignTokens}
 */
export function alignStatements(
  original: readonly number[],
  other: readonly number[],
  method: AlignmentMethod,
  tokenizer: Pick<Tokenizer, 'specialIds' | 'describe'> | null,
): Alignment {
  if (tokenizer === null) return alignTokens(original, other, method, new Set());
  const words = (ids: readonly number[]) => tokenizer.describe(null, ids).map(({ word }) => word);
  return alignTokens(original, other, method, tokenizer.specialIds, () => ({
    original: words(original),
    counterfactual: words(other),
  }));
}

/**
 * As a person has aligned the two; where nobody has, by the method.
 * @param correction [m] [position in the original, position in the other], ascending in both; null: there is none
 * @throws CoreError INPUT_INVALID for positions that the statements have not, or that do not ascend; as {@link alignTokens}
 */
export function alignAsCorrected(
  original: readonly number[],
  other: readonly number[],
  { correction, method }: { readonly correction: PositionPairs | null; readonly method: AlignmentMethod },
  tokenizer: Pick<Tokenizer, 'specialIds' | 'describe'> | null,
): Alignment {
  return correction === null
    ? alignStatements(original, other, method, tokenizer)
    : alignmentFromPositions(correction, original.length, other.length);
}

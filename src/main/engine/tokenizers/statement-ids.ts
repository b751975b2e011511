/** The token ids of a statement: those it comes with, or those that the model's tokenizer makes of its text. */
import type { Dimensions } from '../../../core/architectures/architecture.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Either a text or token ids; the other is null. */
export interface Statement {
  readonly text: string | null;
  readonly ids: readonly number[] | null;
}

/** What of a model decides the ids of a statement. */
export interface StatementModel {
  readonly tokenizer: Tokenizer | null;
  readonly dimensions: Pick<Dimensions, 'maxPositions' | 'vocabularySize'>;
}

/** @throws PairlensError TOKENIZER_MISSING */
export function idsOf(
  { text, ids }: Statement,
  { tokenizer }: Pick<StatementModel, 'tokenizer'>,
): readonly number[] {
  if (ids !== null) return ids;
  if (tokenizer === null)
    throw new PairlensError(
      'TOKENIZER_MISSING',
      'the model folder has no tokenizer: it can take token ids, not text',
    );
  return tokenizer.encode(text ?? '');
}

/**
 * @param what the statement is called: "the neutral"
 * @throws PairlensError INPUT_INVALID for no tokens, or an id that the vocabulary does not have
 */
export function checkIds(what: string, ids: readonly number[], vocabularySize: number): void {
  if (ids.length === 0) throw new PairlensError('INPUT_INVALID', `${what} has no tokens`);
  const position = ids.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
  if (position < 0) return;
  throw new PairlensError(
    'INPUT_INVALID',
    `${what} has id ${ids[position] ?? ''} at position ${position}; the vocabulary has ids 0 to ${vocabularySize - 1}`,
  );
}

/**
 * @param types of each token, for all of the statements
 * @throws PairlensError INPUT_INVALID for fewer than the longest statement has tokens
 */
export function checkTokenTypes(
  types: readonly number[] | null,
  statements: readonly (readonly number[])[],
): void {
  const longest = Math.max(...statements.map(({ length }) => length));
  if (types !== null && types.length < longest)
    throw new PairlensError(
      'INPUT_INVALID',
      `token_types has ${types.length} values, the longer statement ${longest} tokens`,
    );
}

/**
 * The ids of a statement that the model can take.
 * @throws PairlensError TOKENIZER_MISSING; INPUT_INVALID; SENTENCE_TOO_LONG
 */
export function checkedIds(
  statement: Statement,
  model: StatementModel,
  what = 'the text',
): readonly number[] {
  const ids = idsOf(statement, model);
  const { maxPositions, vocabularySize } = model.dimensions;
  if (ids.length > maxPositions)
    throw new PairlensError(
      'SENTENCE_TOO_LONG',
      `${what} has ${ids.length} tokens; the model takes up to ${maxPositions}`,
      { tokens: ids.length, maxPositions },
    );
  checkIds(what, ids, vocabularySize);
  return ids;
}

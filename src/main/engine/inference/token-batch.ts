/** Token ids on their way into a model: checked, and padded on the right to one length. */
import { PairlensError } from '../../../shared/errors.ts';

type Rows = readonly (readonly number[])[];

/** Rows may differ in length. */
export interface TokenBatch {
  readonly inputIds: Rows;
  /** 1: a token, 0: padding; without it every id given is a token. */
  readonly attentionMask?: Rows;
  /** Without it every token is of type 0. */
  readonly tokenTypeIds?: Rows;
}

/** What a model takes. */
export interface TokenLimits {
  readonly maxPositions: number;
  readonly vocabularySize: number;
  /** 0 where the family has no token types. */
  readonly tokenTypes: number;
}

/** The three inputs, each [rows, length] row-major. */
export interface PaddedBatch {
  readonly rows: number;
  readonly length: number;
  readonly inputIds: BigInt64Array;
  readonly attentionMask: BigInt64Array;
  readonly tokenTypeIds: BigInt64Array;
}

/**
 * Padding has id 0, mask 0 and type 0; no real position sees it.
 * @throws PairlensError INPUT_INVALID naming input, row and value; SENTENCE_TOO_LONG
 */
export function padBatch(batch: TokenBatch, limits: TokenLimits): PaddedBatch {
  const { inputIds, attentionMask, tokenTypeIds } = batch;
  if (inputIds.length === 0) throw new PairlensError('INPUT_INVALID', 'input_ids has no rows');
  inputIds.forEach((row, index) => checkLength(row, index, limits.maxPositions));
  checkValues('input_ids', inputIds, limits.vocabularySize);
  if (attentionMask) {
    checkShape('attention_mask', attentionMask, inputIds);
    checkValues('attention_mask', attentionMask, 2);
    attentionMask.forEach((row, index) => {
      if (!row.includes(1))
        throw new PairlensError('INPUT_INVALID', `attention_mask[${index}] leaves no token`);
    });
  }
  if (tokenTypeIds) {
    checkShape('token_type_ids', tokenTypeIds, inputIds);
    checkValues('token_type_ids', tokenTypeIds, Math.max(limits.tokenTypes, 1));
  }

  const rows = inputIds.length;
  const length = Math.max(...inputIds.map((row) => row.length));
  const pad = (source: Rows) => {
    const padded = new BigInt64Array(rows * length);
    source.forEach((row, index) => row.forEach((value, at) => (padded[index * length + at] = BigInt(value))));
    return padded;
  };
  return {
    rows,
    length,
    inputIds: pad(inputIds),
    attentionMask: pad(attentionMask ?? inputIds.map((row) => row.map(() => 1))),
    tokenTypeIds: pad(tokenTypeIds ?? []),
  };
}

function checkLength(row: readonly number[], index: number, maxPositions: number): void {
  if (row.length === 0) throw new PairlensError('INPUT_INVALID', `input_ids[${index}] is empty`);
  if (row.length > maxPositions)
    throw new PairlensError(
      'SENTENCE_TOO_LONG',
      `a sentence of ${row.length} tokens is too long for this model, which takes ${maxPositions}`,
      { tokens: row.length, maxPositions },
    );
}

function checkShape(name: string, rows: Rows, like: Rows): void {
  if (rows.length !== like.length)
    throw new PairlensError('INPUT_INVALID', `${name} has ${rows.length} rows, input_ids has ${like.length}`);
  rows.forEach((row, index) => {
    const wanted = like[index]?.length;
    if (row.length !== wanted)
      throw new PairlensError(
        'INPUT_INVALID',
        `${name}[${index}] has ${row.length} values, input_ids[${index}] ${wanted}`,
      );
  });
}

function checkValues(name: string, rows: Rows, limit: number): void {
  rows.forEach((row, index) =>
    row.forEach((value, at) => {
      if (!Number.isInteger(value) || value < 0 || value >= limit)
        throw new PairlensError(
          'INPUT_INVALID',
          `${name}[${index}][${at}] is ${value}, outside 0 … ${limit - 1}`,
        );
    }),
  );
}

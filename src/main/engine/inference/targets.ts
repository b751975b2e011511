/** The ids whose logits and losses are asked for. */
import { PairlensError } from '../../../shared/errors.ts';
import type { Activation } from './hooked-session.ts';
import type { TokenBatch } from './token-batch.ts';

/**
 * By row, position and choice: at each position one id or more. Rows may be shorter than those of the batch and positions
 * have fewer choices than others; what is computed in the place of those that are missing means nothing.
 */
export type Targets = readonly (readonly (readonly number[])[])[];

export interface PaddedTargets {
  readonly dims: readonly [rows: number, length: number, choices: number];
  /** Row-major. */
  readonly ids: BigInt64Array;
}

/** @throws PairlensError INPUT_INVALID naming row, position and id */
export function padTargets(
  targets: Targets,
  batch: { readonly rows: number; readonly length: number },
  vocabularySize: number,
): PaddedTargets {
  const { rows, length } = batch;
  if (targets.length !== rows)
    throw new PairlensError('INPUT_INVALID', `target_ids has ${targets.length} rows, input_ids has ${rows}`);
  const choices = Math.max(1, ...targets.flatMap((row) => row.map((ids) => ids.length)));
  const padded = new BigInt64Array(rows * length * choices);
  targets.forEach((row, r) => {
    if (row.length > length)
      throw new PairlensError(
        'INPUT_INVALID',
        `target_ids[${r}] has ${row.length} positions, the batch ${length}`,
      );
    row.forEach((ids, position) =>
      ids.forEach((id, choice) => {
        if (!Number.isInteger(id) || id < 0 || id >= vocabularySize)
          throw new PairlensError(
            'INPUT_INVALID',
            `target_ids[${r}][${position}][${choice}] is ${id}, outside 0 … ${vocabularySize - 1}`,
          );
        padded[(r * length + position) * choices + choice] = BigInt(id);
      }),
    );
  });
  return { dims: [rows, length, choices], ids: padded };
}

/**
 * The token that follows each token, for the loss of a decoder; none where what follows is padding or nothing. The loss at
 * position i is then that of token i + 1, given those up to i.
 */
export function nextTokens({ inputIds, attentionMask }: TokenBatch): Targets {
  return inputIds.map((row, r) => {
    const isToken = (position: number) => (attentionMask?.[r]?.[position] ?? 1) === 1;
    return row.map((_, position) => {
      const next = row[position + 1];
      return next !== undefined && isToken(position) && isToken(position + 1) ? [next] : [];
    });
  });
}

/**
 * The losses that have a target, of the first choice, row after row: with {@link nextTokens}, of the second token of each
 * row, the third, …
 * @param loss [rows, length, choices], as it was read
 */
export function lossesOf({ dims, data }: Activation, targets: Targets): number[][] {
  const [, length = 0, choices = 1] = dims;
  return targets.map((row, r) =>
    row.flatMap((ids, position) => (ids.length > 0 ? [data[(r * length + position) * choices] ?? NaN] : [])),
  );
}

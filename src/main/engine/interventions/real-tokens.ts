/** Which positions of a batch hold tokens; the others are padding. */
import { type TokenBatch, type TokenLimits, padBatch } from '../inference/token-batch.ts';

export interface RealTokens {
  readonly rows: number;
  /** Positions of each row, padding included. */
  readonly length: number;
  /** [rows, length], 1: a token. */
  readonly isToken: Uint8Array;
}

/** @throws PairlensError as {@link padBatch} */
export function realTokens(batch: TokenBatch, limits: TokenLimits): RealTokens {
  const { rows, length, attentionMask } = padBatch(batch, limits);
  return { rows, length, isToken: Uint8Array.from(attentionMask, Number) };
}

/** One row of a batch, with its padding, as a batch of one. */
export function rowTokens({ length, isToken: flags }: RealTokens, row: number): RealTokens {
  return { rows: 1, length, isToken: flags.subarray(row * length, (row + 1) * length) };
}

export function isToken({ length, isToken: flags }: RealTokens, row: number, position: number): boolean {
  return position >= 0 && position < length && flags[row * length + position] === 1;
}

/** How many tokens a row has. */
export function tokenCount({ length, isToken: flags }: RealTokens, row: number): number {
  return flags.subarray(row * length, (row + 1) * length).reduce((count, flag) => count + flag, 0);
}

export function hasPadding({ isToken: flags }: RealTokens): boolean {
  return flags.includes(0);
}

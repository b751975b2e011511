/** Texts whose tokens are foretold, on their way through the model: rows, targets, and how many go at a time. */
import { PairlensError } from '../../../../shared/errors.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import { nextTokens, type Targets } from '../../inference/targets.ts';
import type { TokenBatch } from '../../inference/token-batch.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { PassLimits } from '../passes.ts';

export interface AblatedText {
  readonly ids: readonly number[];
  /** Without it every token is of type 0. */
  readonly tokenTypes?: readonly number[] | undefined;
  /** Encoders: positions whose tokens are to be told, all masked at once. null: a decoder tells each from those before it. */
  readonly masked: readonly number[] | null;
}

/** A model with a language-model head. */
export interface AblatedModel {
  readonly model: Pick<LoadedModel, 'runVariant' | 'dimensions'>;
  /** The id that stands for a masked token; null for a decoder, which masks none. */
  readonly maskId: number | null;
  /** Looked at between forward passes. */
  readonly signal?: AbortSignal | undefined;
}

/** Positions of the tokens that are foretold, ascending: 1 … n - 1 of a decoder, those masked of an encoder. */
export function foretoldPositions({ ids, masked }: AblatedText): number[] {
  return masked === null
    ? Array.from({ length: Math.max(0, ids.length - 1) }, (_, at) => at + 1)
    : masked.toSorted((a, b) => a - b);
}

/** Their rows, masked tokens in them. */
export function rowsOf(texts: readonly AblatedText[], maskId: number | null): TokenBatch {
  return {
    inputIds: texts.map(({ ids, masked }) =>
      masked === null ? ids : ids.map((id, position) => (masked.includes(position) ? maskOf(maskId) : id)),
    ),
    ...(texts.some(({ tokenTypes }) => tokenTypes !== undefined) && {
      tokenTypeIds: texts.map(({ ids, tokenTypes }) => tokenTypes ?? ids.map(() => 0)),
    }),
  };
}

function maskOf(maskId: number | null): number {
  if (maskId === null)
    throw new PairlensError('BAD_REQUEST', 'the model has no mask token: nothing can be masked');
  return maskId;
}

/** The ids whose losses are read, at the positions where they are foretold. */
export function targetsOf(texts: readonly AblatedText[]): Targets {
  return texts.map(({ ids, masked }) =>
    masked === null
      ? (nextTokens({ inputIds: [ids] })[0] ?? [])
      : ids.map((id, position) => (masked.includes(position) ? [id] : [])),
  );
}

/** What a forward pass of texts holds at most. */
export const PASS: PassLimits = { tokens: TOKENS_PER_BATCH, logits: true, patterns: false };

/** Texts whose tokens are foretold, on their way through the model: rows, targets, and how many go at a time. */
import { PairlensError } from '../../../../shared/errors.ts';
import { TOKENS_PER_BATCH } from '../../inference/batches.ts';
import { nextTokens, type Targets } from '../../inference/targets.ts';
import type { TokenBatch } from '../../inference/token-batch.ts';
import type { LoadedModel } from '../../models/library.ts';

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

/** Bytes of logits inside of ONNX Runtime that a forward pass holds at most; a single row may need more. */
const LOGIT_BYTES = 64 * 2 ** 20;

/**
 * Cuts rows into those of one forward pass each, in their order, so that tokens, padding included, and logits stay within
 * bounds; a row that is beyond them goes alone.
 */
export function* passesOf<Row>(
  rows: Iterable<Row>,
  tokensOf: (row: Row) => number,
  { vocabularySize }: Pick<LoadedModel['dimensions'], 'vocabularySize'>,
): Generator<Row[], void, void> {
  const most = Math.min(TOKENS_PER_BATCH, LOGIT_BYTES / (4 * vocabularySize));
  let pass: Row[] = [];
  let longest = 0;
  for (const row of rows) {
    const tokens = tokensOf(row);
    if (pass.length > 0 && (pass.length + 1) * Math.max(longest, tokens) > most) {
      yield pass;
      pass = [];
      longest = 0;
    }
    pass.push(row);
    longest = Math.max(longest, tokens);
  }
  if (pass.length > 0) yield pass;
}

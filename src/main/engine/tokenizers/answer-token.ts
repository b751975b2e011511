/** Which token of a model an answer is, read where the model would say it: after a context, or at its masked token. */
import { PairlensError } from '../../../shared/errors.ts';
import { tokenIdOf } from '../sets/answers.ts';
import { checkIds, idsOf, type Statement, type StatementModel } from './statement-ids.ts';
import type { Tokenizer } from './tokenizer.ts';

/** What is done with an answer that is several tokens. */
export const SEVERAL_PIECES = ['refuse', 'first'] as const;
export type SeveralPieces = (typeof SEVERAL_PIECES)[number];

export interface AnswerToken {
  /** The answer, or its first piece. */
  readonly tokenId: number;
  /** All token ids of the answer in its context, one or more. */
  readonly pieces: readonly number[];
  /** Index into {@link ids} at which the logits are of this token: the last of the context, or the masked one. */
  readonly position: number;
  /** Token ids of the context, as the model is given them. */
  readonly ids: readonly number[];
}

/**
 * The token that an answer is after a context. Where the model is causal, that is what its tokenizer makes of the answer when
 * it follows the context: with a space between them (GPT-2's " John" is not "John"), unless the context ends in white space
 * or the answer begins with punctuation. A context with a masked token has the answer in its place.
 * @param answer a word; a token id in digits beside a context of token ids
 * @throws PairlensError INPUT_INVALID for several pieces that are refused, for an answer that changes the tokens before it, for
 * one that the vocabulary lacks, and for a model that is not causal beside a context without exactly one masked token;
 * TOKENIZER_MISSING
 */
export function answerToken(
  context: Statement,
  answer: string,
  model: StatementModel & { readonly causal: boolean },
  several: SeveralPieces,
): AnswerToken {
  const ids = idsOf(context, model);
  checkIds('the context of an answer', ids, model.dimensions.vocabularySize);
  const masked = maskedPosition(ids, model);
  const position = masked ?? lastPosition(ids, model.tokenizer);
  const pieces =
    context.ids === null
      ? piecesInText(context.text ?? '', ids, answer, model.tokenizer, masked)
      : idOf(answer);
  checkIds(`the answer “${answer}”`, pieces, model.dimensions.vocabularySize);
  const [tokenId = 0] = pieces;
  if (pieces.length > 1 && several === 'refuse')
    throw new PairlensError(
      'INPUT_INVALID',
      `the answer “${answer}” is ${pieces.length} tokens to this model: ${spelled(pieces, model.tokenizer)}; ` +
        'take another word, or its first piece',
      { answer, pieces: [...pieces] },
    );
  return { tokenId, pieces, position, ids };
}

/** Where the context is masked; null for a causal model without a masked token. */
function maskedPosition(
  ids: readonly number[],
  { tokenizer, causal }: Pick<StatementModel, 'tokenizer'> & { readonly causal: boolean },
): number | null {
  const maskId = tokenizer?.maskId ?? null;
  const places = ids.flatMap((id, position) => (id === maskId ? [position] : []));
  if (places.length === 1) return places[0] ?? null;
  if (places.length > 1)
    throw new PairlensError(
      'INPUT_INVALID',
      `the context has ${places.length} masked tokens, and an answer is for one`,
    );
  if (causal) return null;
  throw new PairlensError(
    'INPUT_INVALID',
    'this model fills in a masked token: the context of an answer needs one',
  );
}

/** Before the special tokens that a tokenizer puts at the end. */
function lastPosition(ids: readonly number[], tokenizer: Tokenizer | null): number {
  const last = ids.findLastIndex((id) => tokenizer === null || !tokenizer.specialIds.has(id));
  return last < 0 ? ids.length - 1 : last;
}

function idOf(answer: string): readonly number[] {
  const id = tokenIdOf(answer);
  if (id !== null) return [id];
  throw new PairlensError(
    'INPUT_INVALID',
    `the answer “${answer}” is no token id, and its context is token ids`,
  );
}

/** What stands between the tokens before and after, once the answer is in the text. */
function piecesInText(
  text: string,
  ids: readonly number[],
  answer: string,
  tokenizer: Tokenizer | null,
  masked: number | null,
): readonly number[] {
  if (tokenizer === null) throw new PairlensError('TOKENIZER_MISSING', 'the model folder has no tokenizer');
  const from = masked ?? lastPosition(ids, tokenizer) + 1;
  const after = ids.slice(masked === null ? from : from + 1);
  const whole = tokenizer.encode(withAnswer(text, answer, masked === null ? null : maskText(tokenizer)));
  const to = whole.length - after.length;
  const isKept =
    to > from &&
    ids.slice(0, from).every((id, index) => id === whole[index]) &&
    after.every((id, index) => id === whole[to + index]);
  if (isKept) return whole.slice(from, to);
  throw new PairlensError(
    'INPUT_INVALID',
    `the answer “${answer}” changes the tokens of “${text}”: this tokenizer does not tell where it begins`,
    { answer },
  );
}

function withAnswer(text: string, answer: string, mask: string | null): string {
  if (mask !== null) return text.replace(mask, () => answer);
  const isJoined = /\s$/u.test(text) || /^\p{P}/u.test(answer);
  return `${text}${isJoined ? '' : ' '}${answer}`;
}

function maskText(tokenizer: Tokenizer): string {
  return tokenizer.maskId === null
    ? ''
    : (tokenizer.describe(null, [tokenizer.maskId])[0]?.text ?? '').trim();
}

function spelled(pieces: readonly number[], tokenizer: Tokenizer | null): string {
  const tokens = tokenizer?.describe(null, pieces).map(({ text }) => `“${text}”`);
  return (tokens ?? pieces.map(String)).join(' + ');
}

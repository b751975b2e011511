/** A model on an input of its own, of no run: as a figure names it, and what is said of it. */
import { listOf, modelText, MOST, sentenceText, tokenId } from '../bounds.ts';
import { quotedSentence, type FigureToken } from './figure-pair.ts';

/** A text, or token ids. */
export const probedFields = {
  model: modelText.describe('the model, by its name'),
  text: sentenceText.min(1).optional().describe('the text that the model is given'),
  ids: listOf(tokenId, MOST.tokens, 'token ids')
    .min(1)
    .optional()
    .describe('the token ids that the model is given, instead of a text'),
};

export interface ProbedSpec {
  readonly model: string;
  readonly text?: string | undefined;
  readonly ids?: readonly number[] | undefined;
}

export const isOneInput = ({ text, ids }: ProbedSpec): boolean =>
  (text === undefined) !== (ids === undefined);

export const ONE_INPUT_WORDS = 'a text or token ids, one of them, are to be given';

/** As the engine is asked: `models.probe`. */
export function probeInput({ model, text, ids = [] }: ProbedSpec) {
  return text === undefined ? { name: model, ids: [...ids] } : { name: model, text };
}

/** The fields of a specification. @param input as the engine is asked */
export function probedSpec(
  input: { readonly name: string } & ({ readonly text: string } | { readonly ids: readonly number[] }),
): ProbedSpec & { readonly ids?: number[] } {
  return 'text' in input
    ? { model: input.name, text: input.text }
    : { model: input.name, ids: [...input.ids] };
}

/** What a figure shows a model on. */
export interface ProbedSource {
  readonly model: string;
  /** null: token ids were given. */
  readonly text: string | null;
  readonly tokens: readonly FigureToken[];
  /** A decoder: its mask forbids a token to attend to what comes after it. */
  readonly causal: boolean;
}

/** 'all-MiniLM-L6-v2 (n = 1 input, 8 tokens)' */
export function captionOfProbe({ model, tokens }: Pick<ProbedSource, 'model' | 'tokens'>): string {
  return `${model} (n = 1 input, ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'})`;
}

/** '“The film was good.”'; '' of token ids. */
export function sentenceOfProbe({ text }: Pick<ProbedSource, 'text'>): string {
  return text === null ? '' : quotedSentence(text);
}

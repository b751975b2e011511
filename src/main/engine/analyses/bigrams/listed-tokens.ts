/** Which tokens are listed, and how often they are followed by which in the texts that are given. */
import {
  byFrequency,
  countBigrams,
  type CountedBigrams,
  countedPairs,
} from '../../../../core/analyses/bigrams/counts.ts';
import { bigramsIds, type BigramsOptions } from '../../../../core/analyses/bigrams/options.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkIds, idsOf } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { textsOf } from '../subject-items.ts';

export interface Listed {
  /** [T] */
  readonly tokens: readonly number[];
  /** null without texts. */
  readonly counted: CountedBigrams | null;
}

/**
 * In steps of a text, or of some thousand pairs.
 * @throws PairlensError BAD_REQUEST, INPUT_INVALID, TOKENIZER_MISSING in words
 */
export function* listedTokens(
  context: AnalysisContext,
  model: LoadedModel,
  options: BigramsOptions,
): Generator<number, Listed, void> {
  const { vocabularySize } = model.dimensions;
  if (context.subject.kind === 'ids') {
    const { tokens } = bigramsIds.parse(context.subject.inputs);
    checkIds('the list of tokens', tokens, vocabularySize);
    return { tokens: [...new Set(tokens)], counted: null };
  }
  if (context.subject.kind !== 'texts') {
    const count = Math.min(options.tokens, vocabularySize);
    return { tokens: Array.from({ length: count }, (_, id) => id), counted: null };
  }
  const texts: (readonly number[])[] = [];
  for (const ids of wholeTexts(context, model, options.textTokens)) {
    texts.push(ids);
    yield 0;
  }
  const counts = yield* countBigrams(texts);
  const tokens = (yield* byFrequency(counts)).slice(0, options.tokens);
  if (tokens.length === 0)
    throw new PairlensError('BAD_REQUEST', 'no text has two tokens: there is nothing that follows anything');
  return { tokens, counted: yield* countedPairs(counts, tokens) };
}

/** Whole texts in their order, until the next would be too much. */
function* wholeTexts(
  context: AnalysisContext,
  model: LoadedModel,
  mostTokens: number,
): Generator<readonly number[], void, void> {
  let tokens = 0;
  for (const text of textsOf(context)) {
    const ids = idsOf(text, model);
    tokens += ids.length;
    if (tokens > mostTokens && tokens > ids.length) return;
    if (ids.length === 0) continue;
    checkIds('a text', ids, model.dimensions.vocabularySize);
    yield ids;
  }
}

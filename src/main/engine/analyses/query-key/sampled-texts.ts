/** The texts that an analysis of queries and keys is measured on, drawn from what it is made of. */
import {
  type QueryKeyInputs,
  queryKeyInputs,
  type QueryKeyOptions,
} from '../../../../core/analyses/query-key/options.ts';
import { halvesOf, type SampledText, sampleTexts } from '../../../../core/analyses/query-key/sample.ts';
import { FINE_SCALES, leastTokens, SCALES } from '../../../../core/analyses/query-key/scales.ts';
import { randomSource } from '../../../../core/statistics/random.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import { checkedIds, checkIds, idsOf } from '../../tokenizers/statement-ids.ts';
import type { AnalysisContext } from '../analysis-work.ts';
import { type AnalysedText, type StatementSide, textsOf } from '../subject-items.ts';

export interface QueryKeySample {
  readonly texts: readonly SampledText[];
  /** Texts that were drawn and left out: longer than the model takes, or without tokens. */
  readonly leftOut: number;
  readonly tokens: number;
  readonly scales: readonly number[];
  readonly fineScales: readonly number[];
  readonly percentile: number;
  /** [token] 0 or 1; null for one text, and where a half has too few tokens for three pairs below the threshold. */
  readonly halves: Uint8Array | null;
}

const SIDES: Readonly<Record<StatementSide, number>> = {
  text: 0,
  original: 1,
  counterfactual: 2,
  neutral: 3,
};

/** @throws PairlensError BAD_REQUEST for too few tokens; what is wrong with ids that are given, in words */
export function sampleOf(
  context: AnalysisContext,
  model: LoadedModel,
  options: QueryKeyOptions,
): QueryKeySample {
  const inputs = context.subject.kind === 'ids' ? queryKeyInputs.parse(context.subject.inputs) : null;
  const { count, textOf } = inputs === null ? statements(context, model) : givenIds(inputs, model);
  const random = randomSource(options.seed, 'query-key-texts');
  const { texts, leftOut } = sampleTexts(count, options.tokens, random, textOf);
  const tokens = tokensOf(texts);
  const percentile = inputs?.percentile ?? options.percentile;
  const least = leastTokens(percentile);
  if (tokens < least)
    throw new PairlensError(
      'BAD_REQUEST',
      `the texts have ${tokens} tokens that ${model.name} takes; it takes ${least} for three pairs to be nearer than the nearest ${percentile} % of them`,
      { tokens, least },
    );
  return {
    texts,
    leftOut,
    tokens,
    percentile,
    scales: inputs?.scales ?? SCALES,
    fineScales: inputs?.fine_grid ?? FINE_SCALES,
    halves: halvesByToken(texts, least, halvesOf(texts, random)),
  };
}

interface Candidates {
  readonly count: number;
  /** null for one that the model cannot take. */
  textOf(this: void, place: number): SampledText | null;
}

function statements(context: AnalysisContext, model: LoadedModel): Candidates {
  const texts = textsOf(context);
  return {
    count: texts.length,
    textOf(place) {
      const text = texts[place] as AnalysedText;
      const ids = idsOf(text, model);
      if (ids.length === 0 || ids.length > model.dimensions.maxPositions) return null;
      checkIds('the text', ids, model.dimensions.vocabularySize);
      return { input: place, sourceId: text.sourceId, side: SIDES[text.side], ids, tokenTypes: null };
    },
  };
}

/** @throws PairlensError INPUT_INVALID, SENTENCE_TOO_LONG: ids are given on purpose, and none of them is passed over */
function givenIds({ texts, token_types: types }: QueryKeyInputs, model: LoadedModel): Candidates {
  if (types !== undefined && texts.some((text, place) => types[place]?.length !== text.length))
    throw new PairlensError('INPUT_INVALID', 'token_types has not one type for each token id');
  for (const [place, ids] of texts.entries()) checkedIds({ text: null, ids }, model, `text ${place}`);
  return {
    count: texts.length,
    textOf: (place) => ({
      input: place,
      sourceId: 0,
      side: 0,
      ids: texts[place] as number[],
      tokenTypes: types?.[place] ?? null,
    }),
  };
}

function tokensOf(texts: readonly SampledText[]): number {
  return texts.reduce((sum, { ids }) => sum + ids.length, 0);
}

function halvesByToken(
  texts: readonly SampledText[],
  least: number,
  halves: readonly number[],
): Uint8Array | null {
  const enough = [0, 1].every(
    (half) => tokensOf(texts.filter((_, place) => halves[place] === half)) >= least,
  );
  return enough
    ? Uint8Array.from(texts.flatMap(({ ids }, place) => ids.map(() => halves[place] as number)))
    : null;
}

/** The pairs of a set that scores are defined for, with the places and the names that they need. */
import { type Places, placesOf } from '../../../../core/analyses/catalogue/measure.ts';
import type { CatalogueOptions } from '../../../../core/analyses/catalogue/options.ts';
import { randomSource, type RandomSource } from '../../../../core/statistics/random.ts';
import { isActionable, PairlensError } from '../../../../shared/errors.ts';
import type { Pair } from '../../../../shared/entities.ts';
import type { LoadedModel } from '../../models/library.ts';
import { clusterOf } from '../subject-items.ts';
import { answerToken } from '../../tokenizers/answer-token.ts';
import { checkedIds } from '../../tokenizers/statement-ids.ts';

export interface CataloguePair {
  readonly pairId: number;
  readonly cluster: string;
  readonly text: string | null;
  readonly counterfactualText: string | null;
  /** Of the original; the counterfactual has as many. */
  readonly ids: readonly number[];
  readonly counterfactualIds: readonly number[];
  readonly places: Places;
  /** Token ids of the answer, of the other name, and of two names that are not in the sentence. */
  readonly answer: number;
  readonly other: number;
  readonly names: readonly [number, number];
}

type FoundPair = Omit<CataloguePair, 'names'>;

/**
 * A pair at a time, for its words are made into tokens.
 * @throws PairlensError BAD_REQUEST where there is none, with what the first lacks; and for fewer than four names
 */
export function* cataloguePairs(
  pairs: readonly Pair[],
  model: LoadedModel,
  { pieces, seed }: Pick<CatalogueOptions, 'pieces' | 'seed'>,
): Generator<number, CataloguePair[], void> {
  let reason: string | null = null;
  const found: FoundPair[] = [];
  for (const [at, pair] of pairs.entries()) {
    yield at / pairs.length;
    const own = findPlaces(pair, model, pieces);
    if (typeof own === 'string') reason ??= `pair ${pair.position + 1}: ${own}`;
    else found.push(own);
  }
  if (found.length === 0)
    throw new PairlensError(
      'BAD_REQUEST',
      `none of the pairs can be scored: a catalogue needs sentences that name the answer once and the wrong answer twice, ` +
        `as in the bundled set ioi (${reason ?? 'the set is empty'})`,
    );
  const names = [...new Set(found.flatMap(({ answer, other }) => [answer, other]))];
  if (names.length < 4)
    throw new PairlensError(
      'BAD_REQUEST',
      `the set has ${names.length} names; controls are of two that are not in the sentence, so four are the fewest`,
    );
  const source = randomSource(seed, 'catalogue-names');
  const named: CataloguePair[] = [];
  for (const pair of found) {
    yield 1;
    const absent = names.filter((id) => !pair.ids.includes(id));
    const first = takeOne(absent, source);
    const second = takeOne(absent, source);
    if (first !== null && second !== null) named.push({ ...pair, names: [first, second] });
  }
  if (named.length > 0) return named;
  throw new PairlensError(
    'BAD_REQUEST',
    `none of the pairs can be scored: no sentence leaves out two of the set’s ${names.length} names, which the controls are of`,
  );
}

/** One of them, which then has no more of it; null where there is none. */
function takeOne(ids: number[], source: RandomSource): number | null {
  return ids.length === 0 ? null : (ids.splice(source.below(ids.length), 1)[0] ?? null);
}

/** Words say why the pair has no scores. */
function findPlaces(pair: Pair, model: LoadedModel, pieces: CatalogueOptions['pieces']): FoundPair | string {
  if (pair.answer === null || pair.wrongAnswer === null) return 'it has no answer and wrong answer';
  try {
    const context = { text: pair.original, ids: pair.originalIds };
    const answer = answerToken(context, pair.answer, model, pieces);
    const other = answerToken(context, pair.wrongAnswer, model, pieces);
    const ids = checkedIds(context, model);
    const counterfactualIds = checkedIds({ text: pair.counterfactual, ids: pair.counterfactualIds }, model);
    if (counterfactualIds.length !== ids.length)
      return `its counterfactual has ${counterfactualIds.length} tokens, the original ${ids.length}`;
    const places = placesOf(ids, answer.tokenId, other.tokenId, answer.position);
    if (typeof places === 'string') return places;
    if (counterfactualIds[places.s2] === ids[places.s2])
      return 'its counterfactual names the same person again';
    return {
      pairId: pair.id,
      cluster: clusterOf(pair),
      text: pair.original,
      counterfactualText: pair.counterfactual,
      ids,
      counterfactualIds,
      places,
      answer: answer.tokenId,
      other: other.tokenId,
    };
  } catch (error) {
    if (isActionable(error)) return error.message;
    throw error;
  }
}

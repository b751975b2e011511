/** From a pair to what the model takes and what is looked for in it: tokens, alignments, cues and scopes. */
import type { Cues } from '../../../../core/analyses/negation/cued-statement.ts';
import type { NeutralState, PairState } from '../../../../core/analyses/negation/parts.ts';
import {
  changedPositions,
  type ChangedStatement,
  standIns,
  wordsOfNeutral,
} from '../../../../core/analyses/negation/stand-in.ts';
import { tokensOfRanges } from '../../../../core/negation/cue-tokens.ts';
import { findCues } from '../../../../core/negation/find-cues.ts';
import type { CueLexicon } from '../../../../core/negation/lexicon.ts';
import { scopeRanges, wordsOfRanges } from '../../../../core/negation/scope.ts';
import { alignedPositions } from '../../../../core/pairs/align.ts';
import { areSame } from '../../../../core/pairs/pair-notes.ts';
import { type TextRange, tokenPlaces } from '../../../../core/pairs/token-places.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import type { LoadedModel } from '../../models/library.ts';
import type { PositionPairs } from '../../store/alignment-corrections.ts';
import { alignAsCorrected } from '../../tokenizers/align-statements.ts';
import { checkIds, idsOf } from '../../tokenizers/statement-ids.ts';

export type NegationModel = Pick<LoadedModel, 'name' | 'tokenizer' | 'dimensions' | 'causal'>;

/** A pair as it is stored. */
export interface PairOfSet {
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly neutral: string | null;
  readonly originalIds: readonly number[] | null;
  readonly counterfactualIds: readonly number[] | null;
  readonly neutralIds: readonly number[] | null;
  /** Marked by hand in the counterfactual: characters of a text, positions of token ids; null where nobody has. */
  readonly cues: readonly TextRange[] | null;
  readonly scope: readonly TextRange[] | null;
}

/** A statement that is measured: beside its original, with its cue or what stands in the place of one. */
export interface PreparedStatement extends ChangedStatement {
  readonly cues: Cues;
}

export interface PreparedNegation {
  readonly originalIds: readonly number[];
  readonly statement: PreparedStatement;
  readonly neutral: PreparedStatement | null;
  readonly neutralState: NeutralState;
  readonly cueBefore: boolean;
}

/**
 * @param role of a control set all that was changed stands in the place of the cue
 * @param correction a person's alignment
 * @returns why nothing can be measured of the pair, or how
 * @throws PairlensError TOKENIZER_MISSING; INPUT_INVALID for ids that the vocabulary does not have
 */
export function prepareCues(
  pair: PairOfSet,
  role: 'set' | 'control',
  model: NegationModel,
  lexicon: CueLexicon,
  correction: PositionPairs | null = null,
): PreparedNegation | Exclude<PairState, 'measured'> {
  const originalIds = idsOf({ text: pair.original, ids: pair.originalIds }, model);
  const ids = idsOf({ text: pair.counterfactual, ids: pair.counterfactualIds }, model);
  const { maxPositions, vocabularySize } = model.dimensions;
  if (Math.max(originalIds.length, ids.length) > maxPositions) return 'too long';
  checkIds('the original', originalIds, vocabularySize);
  checkIds('the counterfactual', ids, vocabularySize);
  if (areSame(originalIds, ids)) return 'same';
  const statement = alignedWith(originalIds, ids, model, correction);
  const special = specialPositions(ids, model);
  const text = pair.counterfactualIds === null ? pair.counterfactual : null;
  if (role === 'control') {
    const cues = changedPositions(originalIds, statement);
    if (cues.length === 0) return 'same';
    const words = wordsAfter(text, ids, cues, model);
    return {
      originalIds,
      statement: { ...statement, cues: { tokens: ids.length, cues, special, words } },
      neutral: null,
      neutralState: 'none',
      cueBefore: false,
    };
  }
  const marked = markedCues(pair, ids, text, model, lexicon);
  if (marked.cues.length === 0) return 'no cue';
  const own: Cues = { tokens: ids.length, special, ...marked };
  return {
    originalIds,
    statement: { ...statement, cues: own },
    ...prepareNeutral(pair, originalIds, { ...statement, cues: own }, model),
    cueBefore: pair.original !== null && findCues(pair.original, lexicon).length > 0,
  };
}

function prepareNeutral(
  pair: PairOfSet,
  originalIds: readonly number[],
  statement: PreparedStatement,
  model: NegationModel,
): Pick<PreparedNegation, 'neutral' | 'neutralState'> {
  if (pair.neutral === null && pair.neutralIds === null) return { neutral: null, neutralState: 'none' };
  const ids = idsOf({ text: pair.neutral, ids: pair.neutralIds }, model);
  const { maxPositions, vocabularySize } = model.dimensions;
  if (ids.length > maxPositions) return { neutral: null, neutralState: 'too long' };
  checkIds('the neutral', ids, vocabularySize);
  const neutral = alignedWith(originalIds, ids, model, null);
  const cues = standIns(originalIds, statement, neutral, statement.cues.cues);
  if (cues.length === 0) return { neutral: null, neutralState: 'elsewhere' };
  const text = pair.neutralIds === null ? pair.neutral : null;
  const words =
    pair.scope === null && text !== null
      ? wordsAfter(text, ids, cues, model)
      : wordsOfNeutral(originalIds, statement, neutral, statement.cues.words);
  const special = specialPositions(ids, model);
  return {
    neutral: { ...neutral, cues: { tokens: ids.length, cues, special, words } },
    neutralState: 'measured',
  };
}

/** The cues of the counterfactual, as marked or by the lexicon, and the words in their scope, as marked or by rule. */
function markedCues(
  pair: PairOfSet,
  ids: readonly number[],
  text: string | null,
  model: NegationModel,
  lexicon: CueLexicon,
): Pick<Cues, 'cues' | 'words'> {
  if (text === null) {
    const cues = positionsIn(pair.cues, ids);
    return { cues, words: positionsIn(pair.scope, ids).map((position) => [position]) };
  }
  const tokens = describe(text, ids, model);
  const places = tokenPlaces(tokens, text);
  const ranges = pair.cues === null ? findCues(text, lexicon) : pair.cues;
  const cues = tokensOfRanges(places, ranges);
  const scope = pair.scope === null ? scopeRanges(text, ranges) : pair.scope;
  return { cues, words: wordsOfRanges(text, places, scope, cues) };
}

function positionsIn(marked: readonly TextRange[] | null, ids: readonly number[]): number[] {
  const isMarked = (position: number) =>
    marked?.some(([from, to]) => position >= from && position < to) === true;
  return Array.from(ids.keys()).filter(isMarked);
}

/** The words after tokens that stand in the place of a cue, up to the next punctuation; none of a statement without text. */
function wordsAfter(
  text: string | null,
  ids: readonly number[],
  cues: readonly number[],
  model: NegationModel,
): number[][] {
  if (text === null) return [];
  const places = tokenPlaces(describe(text, ids, model), text);
  const ranges = cues.flatMap((cue) => (places[cue] == null ? [] : [places[cue]]));
  return wordsOfRanges(text, places, scopeRanges(text, ranges), cues);
}

function describe(text: string, ids: readonly number[], model: NegationModel) {
  return tokenizerOf(model).describe(text, ids);
}

function alignedWith(
  originalIds: readonly number[],
  ids: readonly number[],
  model: NegationModel,
  correction: PositionPairs | null,
): ChangedStatement {
  const alignment = alignAsCorrected(originalIds, ids, { correction, method: 'auto' }, model.tokenizer);
  return { ids, aligned: alignedPositions(alignment) };
}

function specialPositions(ids: readonly number[], { tokenizer }: NegationModel): number[] {
  return ids.flatMap((id, position) => (tokenizer?.specialIds.has(id) === true ? [position] : []));
}

function tokenizerOf({ name, tokenizer }: NegationModel) {
  if (tokenizer !== null) return tokenizer;
  throw new PairlensError(
    'TOKENIZER_MISSING',
    `${name} has no tokenizer: it takes pairs of token ids with the positions of their cues, not texts`,
    { model: name },
  );
}

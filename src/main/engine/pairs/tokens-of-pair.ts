/**
 * The tokens of a pair under any model, and how they are aligned: the procedures `contract.pairs.tokens`, `align` and `aligned`.
 * No run is needed, and nothing is computed but by the tokenizer.
 */
import { alignedPositions } from '../../../core/pairs/align.ts';
import type { Alignment } from '../../../core/pairs/alignment.ts';
import { shapeOfChange } from '../../../core/statistics/shape.ts';
import type { Pair, Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type {
  AlignedPair,
  PairAlignmentRequest,
  PairTokens,
  PairTokensRequest,
} from '../../../shared/pair-tokens.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import {
  correctionsOfSet,
  type PositionPairs,
  readCorrection,
  writeCorrection,
} from '../store/alignment-corrections.ts';
import type { Store } from '../store/database.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getPair, pairsInUse } from '../store/pairs.ts';
import { getSentenceSet } from '../store/sentence-sets.ts';
import { alignAsCorrected } from '../tokenizers/align-statements.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkIds, idsOf, type Statement } from '../tokenizers/statement-ids.ts';
import type { SetTokens } from './set-tokens.ts';

type Model = Pick<LoadedModel, 'tokenizer' | 'tokenizerHash' | 'dimensions'>;

interface SplitStatement {
  readonly ids: readonly number[];
  readonly tokens: Token[];
}

export class TokensOfPair {
  readonly #store: Store;
  readonly #models: Pick<OpenModels, 'use'>;
  readonly #counts: Pick<SetTokens, 'aligned'>;

  /** @param counts are told of what is aligned */
  constructor(store: Store, models: Pick<OpenModels, 'use'>, counts: Pick<SetTokens, 'aligned'>) {
    this.#store = store;
    this.#models = models;
    this.#counts = counts;
  }

  /**
   * Also of a pair that is too long for the model: how long it is, is what one wants to see.
   * @throws PairlensError NOT_FOUND, also for a neutral that the pair has not; TOKENIZER_MISSING; INPUT_INVALID for ids that the
   *   model has not; what opening the model throws
   */
  async tokens({ pairId, model, compared }: PairTokensRequest): Promise<PairTokens> {
    const pair = getPair(this.#store.database, pairId);
    const other = statementOf(pair, compared);
    return this.#use(model, (loaded) => {
      const correction =
        compared === 'neutral' ? null : readCorrection(this.#store.database, pairId, loaded.tokenizerHash);
      return this.#aligned(pair, splitPair(pair, { compared, other }, loaded), loaded, correction, compared);
    });
  }

  /**
   * Stores a person's alignment of a pair under a model's tokenizer, or takes it back. Runs that have measured the pair keep what they
   * have; the next one uses it.
   * @throws PairlensError as {@link tokens}; INPUT_INVALID for positions that do not ascend or that the statements have not; CONFLICT
   *   where the pair has been edited or removed; STORE_READONLY
   */
  async align({ pairId, model, positions }: PairAlignmentRequest): Promise<PairTokens> {
    const pair = getPair(this.#store.database, pairId);
    const compared = 'counterfactual';
    return this.#use(model, (loaded) => {
      const split = splitPair(pair, { compared, other: statementOf(pair, compared) }, loaded);
      const aligned = this.#aligned(pair, split, loaded, positions, compared);
      this.#store.write((database) => {
        expectInSet(database, pair);
        writeCorrection(database, pairId, loaded.tokenizerHash, positions);
      });
      this.#counts.aligned(pair.setId, pairId);
      return aligned;
    });
  }

  /** @throws PairlensError NOT_FOUND; what opening the model throws */
  async aligned({
    setId,
    model,
  }: {
    readonly setId: number;
    readonly model: string;
  }): Promise<AlignedPair[]> {
    const { database } = this.#store;
    getSentenceSet(database, setId);
    return this.#use(model, ({ tokenizerHash }) =>
      correctionsOfSet(database, setId, tokenizerHash)
        .filter(({ isRemoved }) => !isRemoved)
        .map(({ pairId, place }) => ({ pairId, position: place }))
        .sort((a, b) => a.position - b.position),
    );
  }

  #use<Result>(model: string, use: (loaded: LoadedModel) => Result): Promise<Result> {
    return this.#models.use(model, () => undefined, use);
  }

  #aligned(
    pair: Pair,
    { original, compared }: Readonly<Record<'original' | 'compared', SplitStatement>>,
    { tokenizer, dimensions }: Model,
    correction: PositionPairs | null,
    comparedWith: PairTokensRequest['compared'],
  ): PairTokens {
    const align = (positions: PositionPairs | null, ids = compared.ids) =>
      toEntity(alignAsCorrected(original.ids, ids, { correction: positions, method: 'auto' }, tokenizer));
    const automatic = align(null);
    const hasNeutral = pair.neutral !== null || pair.neutralIds !== null;
    const neutral =
      hasNeutral && comparedWith !== 'neutral'
        ? idsOf({ text: pair.neutral, ids: pair.neutralIds }, { tokenizer })
        : null;
    return {
      pair,
      isInSet: pairsInUse(this.#store.database, pair.setId, [pair.id]).has(pair.id),
      original: original.tokens,
      compared: compared.tokens,
      alignment: correction === null ? automatic : align(correction),
      automatic,
      neutralShape:
        neutral === null ? null : [...shapeOfChange(original.ids, neutral, align(null, neutral).pairs)],
      maxPositions: dimensions.maxPositions,
    };
  }
}

/** @throws PairlensError NOT_FOUND for a neutral that the pair has not */
function statementOf(pair: Pair, compared: 'counterfactual' | 'neutral'): Statement {
  const statement =
    compared === 'neutral'
      ? { text: pair.neutral, ids: pair.neutralIds }
      : { text: pair.counterfactual, ids: pair.counterfactualIds };
  if (statement.text === null && statement.ids === null)
    throw new PairlensError('NOT_FOUND', `pair ${pair.position + 1} has no ${compared}`, { pairId: pair.id });
  return statement;
}

function splitPair(
  pair: Pair,
  { compared, other }: { readonly compared: string; readonly other: Statement },
  model: Model,
): { readonly original: SplitStatement; readonly compared: SplitStatement } {
  return {
    original: split({ text: pair.original, ids: pair.originalIds }, model, 'the original'),
    compared: split(other, model, `the ${compared}`),
  };
}

function split(statement: Statement, model: Model, what: string): SplitStatement {
  const ids = idsOf(statement, model);
  checkIds(what, ids, model.dimensions.vocabularySize);
  return { ids, tokens: model.tokenizer?.describe(statement.text, ids) ?? idsAsTokens(ids) };
}

/** What is stored of a pair that its set has not any more is looked at by nobody. */
function expectInSet(database: ReadableDatabase, { id, setId, position }: Pair): void {
  if (pairsInUse(database, setId, [id]).has(id)) return;
  throw new PairlensError(
    'CONFLICT',
    `pair ${position + 1} has been edited or removed since: its alignment is not stored`,
    { pairId: id },
  );
}

function toEntity(alignment: Alignment): PairTokens['alignment'] {
  return { used: alignment.used, pairs: alignedPositions(alignment) };
}

/** The tokens of a pair under any model: the procedure `contract.pairs.tokens`. Nothing is computed but by the tokenizer. */
import { alignedPositions, alignmentFromPositions } from '../../../core/pairs/align.ts';
import type { Token } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { PairTokens, PairTokensRequest } from '../../../shared/pair-tokens.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { readCorrection } from '../store/alignment-corrections.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getPair } from '../store/pairs.ts';
import { alignStatements } from '../tokenizers/align-statements.ts';
import { idsAsTokens } from '../tokenizers/id-tokens.ts';
import { checkIds, idsOf, type Statement } from '../tokenizers/statement-ids.ts';

export class TokensOfPair {
  readonly #database: ReadableDatabase;
  readonly #models: Pick<OpenModels, 'use'>;

  constructor(database: ReadableDatabase, models: Pick<OpenModels, 'use'>) {
    this.#database = database;
    this.#models = models;
  }

  /**
   * Also of a pair that is too long for the model: how long it is, is what one wants to see.
   * @throws PairlensError NOT_FOUND, also for a neutral that the pair has not; TOKENIZER_MISSING; INPUT_INVALID for ids that the
   *   model has not; what opening the model throws
   */
  async tokens({ pairId, model, compared }: PairTokensRequest): Promise<PairTokens> {
    const pair = getPair(this.#database, pairId);
    const other =
      compared === 'neutral'
        ? { text: pair.neutral, ids: pair.neutralIds }
        : { text: pair.counterfactual, ids: pair.counterfactualIds };
    if (other.text === null && other.ids === null)
      throw new PairlensError('NOT_FOUND', `pair ${pair.position + 1} has no ${compared}`, { pairId });
    return this.#models.use(
      model,
      () => undefined,
      (loaded) => {
        const original = read({ text: pair.original, ids: pair.originalIds }, loaded, 'the original');
        const second = read(other, loaded, `the ${compared}`);
        const corrected =
          compared === 'neutral' ? null : readCorrection(this.#database, pairId, loaded.tokenizerHash);
        const alignment =
          corrected === null
            ? alignStatements(original.ids, second.ids, 'auto', loaded.tokenizer)
            : alignmentFromPositions(corrected, original.ids.length, second.ids.length);
        return {
          original: original.tokens,
          compared: second.tokens,
          alignment: { used: alignment.used, pairs: alignedPositions(alignment) },
          maxPositions: loaded.dimensions.maxPositions,
        };
      },
    );
  }
}

function read(
  statement: Statement,
  model: Pick<LoadedModel, 'tokenizer' | 'dimensions'>,
  what: string,
): { readonly ids: readonly number[]; readonly tokens: Token[] } {
  const ids = idsOf(statement, model);
  checkIds(what, ids, model.dimensions.vocabularySize);
  return { ids, tokens: model.tokenizer?.describe(statement.text, ids) ?? idsAsTokens(ids) };
}

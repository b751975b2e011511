/** What is to be known of a run before it, as a task: it may be done in another thread. */
import type { AlignmentMethod } from '../../../core/pairs/alignment.ts';
import type { RunCheck } from '../../../shared/pair-quality.ts';
import type { TokenizerPlace } from '../models/library.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getSentenceSet } from '../store/sentence-sets.ts';
import { openTokenizer, type Tokenizer } from '../tokenizers/tokenizer.ts';
import { checkPairs } from './check-pairs.ts';

export interface SetsToCheck {
  readonly setId: number;
  readonly controlSetId: number | null;
  readonly alignment: AlignmentMethod;
  readonly place: TokenizerPlace;
}

export type CheckTasks = ReturnType<typeof checkTasks>;

export function checkTasks(database: ReadableDatabase) {
  /** The one used last: a form asks again with every choice. */
  let last: { readonly key: string; readonly tokenizer: Tokenizer | null } | null = null;
  return {
    /** @throws PairlensError NOT_FOUND; MODEL_INVALID when the tokenizer cannot be used, FILE_UNREADABLE */
    async *pairsChecked({
      setId,
      controlSetId,
      alignment,
      place,
    }: SetsToCheck): AsyncGenerator<RunCheck, void, void> {
      const { folder, dimensions, tokenizerHash } = place;
      const pairsOf = (id: number | null) => (id === null ? 0 : getSentenceSet(database, id).pairCount);
      const total = pairsOf(setId) + pairsOf(controlSetId);
      const key = `${folder} ${tokenizerHash} ${dimensions.vocabularySize}`;
      if (last?.key !== key)
        last = { key, tokenizer: await openTokenizer(folder, dimensions.vocabularySize) };
      const model = { dimensions, tokenizer: last.tokenizer };
      yield* checkPairs(database, model, { setId, controlSetId, total, alignment, tokenizerHash });
    },
  };
}

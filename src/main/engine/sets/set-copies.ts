/** Sets made of pairs of other sets: a selection saved, several sets as one. */
import type { SentenceSet } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { SeenTexts } from '../imports/seen-texts.ts';
import type { Store } from '../store/database.ts';
import { copyCorrections } from '../store/alignment-corrections.ts';
import { pairsByIds, putPair } from '../store/pairs.ts';
import { getSentenceSet, SENTENCE_SETS } from '../store/sentence-sets.ts';
import { Turn } from '../threads/turns.ts';
import { inputKey } from './pair-content.ts';
import { PairSummary } from './pair-summary.ts';

interface NewCopy {
  readonly projectId: number;
  readonly name: string;
  readonly description?: string;
  readonly ids: readonly number[];
}

/**
 * A new set of the pairs with these ids, in this order, with what a person has aligned of them, those left out that are there
 * already: written a few at a time, and seen when the last is in.
 * @throws PairlensError CONFLICT when the project has a set of that name; NOT_FOUND; SET_EMPTY
 */
export async function copyPairs(
  store: Store,
  { projectId, name, description = '', ids }: NewCopy,
): Promise<{ set: SentenceSet; duplicates: number }> {
  const setId = store.write((database) =>
    SENTENCE_SETS.insert(database, { projectId, name, description, source: 'manual' }, false),
  );
  try {
    const summary = new PairSummary();
    const seen = new SeenTexts();
    const turn = new Turn();
    let position = 0;
    let duplicates = 0;
    for (const pairs of pairsByIds(store.database, ids)) {
      store.write((database) => {
        for (const pair of pairs) {
          if (!seen.isNew(inputKey(pair))) {
            duplicates++;
            continue;
          }
          copyCorrections(database, pair.id, putPair(database, setId, position++, pair));
          summary.add(pair);
        }
      });
      if (turn.isOver) await turn.give();
    }
    if (position === 0) throw new PairlensError('SET_EMPTY', 'none of these pairs is there any more', {});
    store.write((database) => SENTENCE_SETS.complete(database, setId, summary.finish(), null));
    return { set: getSentenceSet(store.database, setId), duplicates };
  } catch (error) {
    store.write((database) => SENTENCE_SETS.giveUp(database, setId));
    throw error;
  }
}

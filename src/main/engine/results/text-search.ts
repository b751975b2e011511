/**
 * Which pairs of a run have words, or what an expression says, in their texts or their label. An expression may take long: pairs
 * are gone through in turns, so that others are answered meanwhile, and once for all that is asked of them.
 */
import type { ResultFilter } from '../../../shared/entities.ts';
import { textFinder } from '../sets/expression.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsAfter, pairsOfRun, type PairMark, type PairText } from '../store/pairs-of-run.ts';
import { SharedWork } from '../threads/shared-work.ts';
import { getRun } from '../store/runs.ts';
import { Turn } from '../threads/turns.ts';
import { expectWanted } from '../threads/until-cancelled.ts';

/** What of a filter is looked for in texts. */
export type LookedFor = Pick<ResultFilter, 'search' | 'regex'>;

/** Answers that are kept. */
const MOST_KEPT = 32;
/** Pairs that are read at once. */
const PAIRS_TOGETHER = 2000;

/** Whether a filter has words to look for in sentences. */
export function looksInTexts(filter: LookedFor): boolean {
  return wordsOf(filter) !== '';
}

/**
 * Whether a pair has what a filter looks for.
 * @throws PairlensError INPUT_INVALID for an expression that cannot be used
 */
export function hasInTexts(filter: LookedFor): (pair: PairText) => boolean {
  const isFound = textFinder(wordsOf(filter), filter.regex === true);
  return ({ original, counterfactual, label }) =>
    isFound(original) || isFound(counterfactual) || (label !== null && isFound(label));
}

/** Blanks around words are no part of them; of an expression they are. */
function wordsOf({ search = '', regex }: LookedFor): string {
  return regex === true ? search : search.trim();
}

interface Reads {
  readonly texts: PairText;
  readonly marks: PairMark;
}

/**
 * All pairs of a run in a role, one after the other, with turns between them.
 * @throws PairlensError CANCELLED when the signal is aborted
 */
export async function eachPairInTurns<Read extends keyof Reads>(
  database: ReadableDatabase,
  { runId, role }: { readonly runId: number; readonly role: ResultFilter['role'] },
  read: Read,
  wanted: AbortSignal,
  visit: (pair: Reads[Read]) => void,
): Promise<void> {
  const turn = new Turn();
  for (let position = -1; ;) {
    const pairs = pairsAfter(database, { runId, role, position }, { read, limit: PAIRS_TOGETHER });
    const last = pairs.at(-1);
    if (last === undefined) return;
    for (const pair of pairs) {
      visit(pair);
      if (!turn.isOver) continue;
      await turn.give();
      expectWanted(wanted);
    }
    ({ position } = last);
  }
}

type Searched = ResultFilter & { readonly runId: number };

export class TextSearches {
  readonly #database: ReadableDatabase;
  readonly #atWork = new Map<string, SharedWork<ReadonlySet<number>>>();
  /** By what was looked for, the one asked for last at the end. */
  readonly #found = new Map<string, ReadonlySet<number>>();

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /**
   * Looks through the texts, so that {@link positions} has them at once.
   * @throws PairlensError INPUT_INVALID for an expression that cannot be used; CANCELLED when the signal is aborted
   */
  async lookThrough(filter: Searched, signal?: AbortSignal): Promise<void> {
    const key = this.#keyOf(filter);
    if (this.#found.has(key)) return;
    const known = this.#atWork.get(key);
    const work =
      known === undefined || known.hasNoAnswer
        ? new SharedWork((wanted) => this.#positionsInTurns(filter, wanted))
        : known;
    this.#atWork.set(key, work);
    try {
      this.#keep(key, await work.wait(signal));
    } finally {
      if (work.isOver && this.#atWork.get(key) === work) this.#atWork.delete(key);
    }
  }

  /** The places of the pairs that have it. */
  positions(filter: Searched): ReadonlySet<number> {
    const key = this.#keyOf(filter);
    const known = this.#found.get(key);
    if (known !== undefined) {
      this.#keep(key, known);
      return known;
    }
    const hasIt = hasInTexts(filter);
    const found = new Set<number>();
    for (const pair of pairsOfRun(this.#database, filter, 'texts')) if (hasIt(pair)) found.add(pair.position);
    this.#keep(key, found);
    return found;
  }

  async #positionsInTurns(filter: Searched, wanted: AbortSignal): Promise<ReadonlySet<number>> {
    const hasIt = hasInTexts(filter);
    const found = new Set<number>();
    await eachPairInTurns(this.#database, filter, 'texts', wanted, (pair) => {
      if (hasIt(pair)) found.add(pair.position);
    });
    return found;
  }

  #keep(key: string, found: ReadonlySet<number>): void {
    this.#found.delete(key);
    this.#found.set(key, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > MOST_KEPT && oldest !== undefined) this.#found.delete(oldest);
  }

  /** Pairs of a run are planned once, and their texts stay as they were run. The number of one that is gone may come again. */
  #keyOf({ runId, role, search, regex }: Searched): string {
    const { createdAt } = getRun(this.#database, runId);
    return JSON.stringify([runId, createdAt, role, search, regex]);
  }
}

/**
 * How many tokens the pairs of a set have under a model. They are counted in another thread, some hundred at a time, and kept by
 * the pair: one that is edited is a new pair, so that what was counted stays true until it is aligned by hand. Of pairs that are gone
 * nothing is kept.
 */
import type { TokenCounts } from '../../../core/pairs/pair-looks.ts';
import type { ModelLibrary, TokenizerPlace } from '../models/library.ts';
import { readCorrection } from '../store/alignment-corrections.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsByIds, pairsInPieces } from '../store/pairs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import type { Followed } from '../threads/readings.ts';
import { Turn } from '../threads/turns.ts';
import { idsOf, type Statement } from '../tokenizers/statement-ids.ts';
import { isComparedWithNeutral } from '../runs/check-pairs.ts';
import { openTokenizer, type Tokenizer } from '../tokenizers/tokenizer.ts';

/** Pairs of a step. */
const AT_ONCE = 100;
/** Pairs that are read at a time. */
const READ = 1000;
/** Sets and tokenizers of which the counts are kept. */
const KEPT = 4;

export interface PairsToTokenise {
  readonly ids: readonly number[];
  readonly place: TokenizerPlace;
}

/** Of pairs, [pair][original, counterfactual, neutral or -1, unknown of all, 1 where a run compares the neutral]. */
interface Counted {
  readonly ids: readonly number[];
  readonly counts: Int32Array;
}
const NUMBERS = 5;

export function tokenTasks(database: ReadableDatabase) {
  /** The one used last: a grid asks again after each edit. */
  let last: { readonly key: string; readonly tokenizer: Tokenizer | null } | null = null;
  return {
    /** @throws PairlensError MODEL_INVALID when the tokenizer cannot be used; FILE_UNREADABLE; TOKENIZER_MISSING */
    async *pairsTokenised({ ids, place }: PairsToTokenise): AsyncGenerator<Counted, void, void> {
      const { folder, dimensions, tokenizerHash } = place;
      const key = `${folder} ${tokenizerHash} ${dimensions.vocabularySize}`;
      if (last?.key !== key)
        last = { key, tokenizer: await openTokenizer(folder, dimensions.vocabularySize) };
      const { tokenizer } = last;
      const unknownId = tokenizer?.traits.unknownId ?? null;
      for (const pairs of pairsByIds(database, ids, AT_ONCE)) {
        const counts = new Int32Array(pairs.length * NUMBERS);
        for (const [at, pair] of pairs.entries()) {
          const statements: Statement[] = [
            { text: pair.original, ids: pair.originalIds },
            { text: pair.counterfactual, ids: pair.counterfactualIds },
            { text: pair.neutral, ids: pair.neutralIds },
          ];
          let unknown = 0;
          for (const [which, statement] of statements.entries()) {
            const isThere = statement.text !== null || statement.ids !== null;
            const tokens = isThere ? idsOf(statement, { tokenizer }) : [];
            counts[at * NUMBERS + which] = isThere ? tokens.length : -1;
            if (unknownId !== null) unknown += tokens.filter((id) => id === unknownId).length;
          }
          counts[at * NUMBERS + 3] = unknown;
          const hasNeutral = (counts[at * NUMBERS + 2] ?? -1) >= 0;
          const isCompared = () =>
            isComparedWithNeutral(
              pair,
              { tokenizer, dimensions },
              readCorrection(database, pair.id, tokenizerHash),
            );
          counts[at * NUMBERS + 4] = hasNeutral && isCompared() ? 1 : 0;
        }
        yield { ids: pairs.map(({ id }) => id), counts };
      }
    },
  };
}
export type TokenTasks = ReturnType<typeof tokenTasks>;

/** Of the set as it was at a revision: of all its pairs. */
interface Counting {
  /** null: what was counted of some pair holds no more. */
  revision: number | null;
  /** That of the set as it is by then, where it was changed meanwhile. */
  readonly done: Promise<void>;
  /** When it counts no more, however it ended. */
  readonly left: Promise<void>;
  /** The one that goes on in its place, since the set was changed. */
  next: Counting | null;
}

interface Kept {
  /** The set and the tokenizer. */
  readonly key: string;
  readonly setId: number;
  readonly counts: Map<number, TokenCounts>;
  /** Pairs that are to be counted again, though one that is at it may tell of them still. */
  readonly again: Set<number>;
  counting: Counting | null;
  /** When more is counted. */
  step: Promise<void>;
  tell: () => void;
}

/** What was counted of the pairs of a set as it is. */
export type CountsOfSet = ReadonlyMap<number, TokenCounts>;

export class SetTokens {
  readonly #database: ReadableDatabase;
  readonly #library: Pick<ModelLibrary, 'tokenizerPlace'>;
  readonly #tasks: Followed<TokenTasks>;
  #kept: readonly Kept[] = [];

  constructor(
    database: ReadableDatabase,
    library: Pick<ModelLibrary, 'tokenizerPlace'>,
    tasks: Followed<TokenTasks>,
  ) {
    this.#database = database;
    this.#library = library;
    this.#tasks = tasks;
  }

  /**
   * Of every pair of the set.
   * @throws what ModelLibrary.tokenizerPlace and openTokenizer throw; TOKENIZER_MISSING
   */
  async ofSet(setId: number, model: string): Promise<{ tokenizer: string; counts: CountsOfSet }> {
    const place = await this.#library.tokenizerPlace(model);
    const kept = this.#of(setId, place);
    await this.#counting(kept, setId, place).done;
    return { tokenizer: place.tokenizerHash, counts: kept.counts };
  }

  /** Of some pairs, as soon as these are counted; null for one that is not in the set. Throws as {@link ofSet}. */
  async ofPairs(setId: number, model: string, ids: readonly number[]): Promise<(TokenCounts | null)[]> {
    const place = await this.#library.tokenizerPlace(model);
    const kept = this.#of(setId, place);
    const { done } = this.#counting(kept, setId, place);
    let isDone = false;
    const end = done.then(() => {
      isDone = true;
    });
    // Nobody may be waiting for it when it fails.
    end.catch(() => undefined);
    while (!isDone && ids.some((id) => !kept.counts.has(id))) await Promise.race([end, kept.step]);
    return ids.map((id) => kept.counts.get(id) ?? null);
  }

  /** A pair was aligned by hand, or is not any more: what is kept of it holds no longer. */
  aligned(setId: number, pairId: number): void {
    for (const kept of this.#kept) {
      if (kept.setId !== setId) continue;
      kept.counts.delete(pairId);
      kept.again.add(pairId);
      if (kept.counting !== null) kept.counting.revision = null;
    }
  }

  #of(setId: number, { folder, tokenizerHash, dimensions }: TokenizerPlace): Kept {
    const key = `${setId} ${tokenizerHash} ${dimensions.vocabularySize} ${folder}`;
    const kept = this.#kept.find((known) => known.key === key) ?? nothingKept(key, setId);
    this.#kept = [kept, ...this.#kept.filter((other) => other !== kept)].slice(0, KEPT);
    return kept;
  }

  #counting(kept: Kept, setId: number, place: TokenizerPlace): Counting {
    const { revision } = SENTENCE_SETS.storedSummary(this.#database, setId);
    const former = kept.counting;
    if (former?.revision === revision) return former;
    const isOver = (): boolean => counting.next !== null;
    const ended = (former?.left ?? Promise.resolve()).then(() => this.#count(kept, setId, place, isOver));
    const counting: Counting = {
      revision,
      done: ended.then(() => counting.next?.done),
      left: ended.catch(() => undefined),
      next: null,
    };
    if (former !== null) former.next = counting;
    kept.counting = counting;
    // What failed is tried again when it is next asked for.
    counting.done.catch(() => {
      if (kept.counting === counting) kept.counting = null;
    });
    return counting;
  }

  /** @param isOver the set was changed: another counting goes on from here, so that no pair is counted by both */
  async #count(kept: Kept, setId: number, place: TokenizerPlace, isOver: () => boolean): Promise<void> {
    const { counts, again } = kept;
    for (const id of again) counts.delete(id);
    again.clear();
    const gone = new Set(counts.keys());
    const missing: number[] = [];
    const turn = new Turn();
    for (const pairs of pairsInPieces(this.#database, setId, READ)) {
      for (const { id } of pairs) if (!gone.delete(id)) missing.push(id);
      if (turn.isOver) await turn.give();
      if (isOver()) return;
    }
    for (const id of gone) counts.delete(id);
    if (missing.length === 0) return;
    for await (const counted of this.#tasks.pairsTokenised({ ids: missing, place })) {
      for (const [at, id] of counted.ids.entries()) {
        const [original = 0, counterfactual = 0, neutral = 0, unknown = 0, isCompared = 0] =
          counted.counts.subarray(at * NUMBERS, (at + 1) * NUMBERS);
        counts.set(id, {
          original,
          counterfactual,
          neutral: neutral < 0 ? null : neutral,
          unknown,
          isCompared: neutral < 0 ? null : isCompared === 1,
        });
      }
      const { tell } = kept;
      prepareStep(kept);
      tell();
      if (isOver()) return;
    }
  }
}

function nothingKept(key: string, setId: number): Kept {
  const kept: Kept = {
    key,
    setId,
    counts: new Map(),
    again: new Set(),
    counting: null,
    step: Promise.resolve(),
    tell: () => undefined,
  };
  prepareStep(kept);
  return kept;
}

function prepareStep(kept: Pick<Kept, 'step' | 'tell'>): void {
  const { promise, resolve } = Promise.withResolvers<void>();
  kept.step = promise;
  kept.tell = resolve;
}

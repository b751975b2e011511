/**
 * How many tokens the pairs of a set have under a model. They are counted in another thread, some hundred at a time, and kept by
 * the pair: one that is edited is a new pair, so that what was counted stays true.
 */
import type { TokenCounts } from '../../../core/pairs/pair-looks.ts';
import type { ModelLibrary, TokenizerPlace } from '../models/library.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { pairsByIds, pairsInPieces } from '../store/pairs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import type { Followed } from '../threads/readings.ts';
import { Turn } from '../threads/turns.ts';
import { idsOf, type Statement } from '../tokenizers/statement-ids.ts';
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

/** Of pairs, [pair][original, counterfactual, neutral or -1, unknown of all]. */
interface Counted {
  readonly ids: readonly number[];
  readonly counts: Int32Array;
}
const NUMBERS = 4;

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
        }
        yield { ids: pairs.map(({ id }) => id), counts };
      }
    },
  };
}
export type TokenTasks = ReturnType<typeof tokenTasks>;

interface Kept {
  /** The set and the tokenizer. */
  readonly key: string;
  readonly counts: Map<number, TokenCounts>;
  /** Of the set as it was: of all its pairs. */
  counting: { readonly revision: number; readonly done: Promise<void>; step: Promise<void> } | null;
}

/** What was counted of a set as it is: the same object as long as neither set nor tokenizer changes. */
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
   * Of every pair of the set, and maybe of pairs that it had.
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
    const counting = this.#counting(kept, setId, place);
    let isDone = false;
    const done = counting.done.then(() => {
      isDone = true;
    });
    // Nobody may be waiting for it when it fails.
    done.catch(() => undefined);
    while (!isDone && ids.some((id) => !kept.counts.has(id))) await Promise.race([done, counting.step]);
    return ids.map((id) => kept.counts.get(id) ?? null);
  }

  #of(setId: number, { folder, tokenizerHash, dimensions }: TokenizerPlace): Kept {
    const key = `${setId} ${tokenizerHash} ${dimensions.vocabularySize} ${folder}`;
    const known = this.#kept.find((kept) => kept.key === key);
    const kept = known ?? { key, counts: new Map(), counting: null };
    this.#kept = [kept, ...this.#kept.filter((other) => other !== kept)].slice(0, KEPT);
    return kept;
  }

  #counting(kept: Kept, setId: number, place: TokenizerPlace): NonNullable<Kept['counting']> {
    const { revision } = SENTENCE_SETS.storedSummary(this.#database, setId);
    if (kept.counting?.revision === revision) return kept.counting;
    let tell: () => void = () => undefined;
    const nextStep = (): Promise<void> => new Promise((resolve) => (tell = resolve));
    const done = this.#count(kept.counts, setId, place, () => {
      const told = tell;
      counting.step = nextStep();
      told();
    });
    const counting = { revision, done, step: nextStep() };
    kept.counting = counting;
    // What failed is tried again when it is next asked for.
    done.catch(() => {
      if (kept.counting === counting) kept.counting = null;
    });
    return counting;
  }

  async #count(
    counts: Map<number, TokenCounts>,
    setId: number,
    place: TokenizerPlace,
    onstep: () => void,
  ): Promise<void> {
    const missing: number[] = [];
    const turn = new Turn();
    for (const pairs of pairsInPieces(this.#database, setId, READ)) {
      for (const { id } of pairs) if (!counts.has(id)) missing.push(id);
      if (turn.isOver) await turn.give();
    }
    if (missing.length === 0) return;
    for await (const counted of this.#tasks.pairsTokenised({ ids: missing, place })) {
      for (const [at, id] of counted.ids.entries()) {
        const [original = 0, counterfactual = 0, neutral = 0, unknown = 0] = counted.counts.subarray(
          at * NUMBERS,
          (at + 1) * NUMBERS,
        );
        counts.set(id, { original, counterfactual, neutral: neutral < 0 ? null : neutral, unknown });
      }
      onstep();
    }
  }
}

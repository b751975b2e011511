/** The alignment of a pair under a model as it is changed: shown at once, stored one change after the other, each taken back by Ctrl+Z. */
import type { PairTokens } from '../../../shared/pair-tokens.ts';
import { client } from '../engine/client.ts';
import { invalidateButFindings, orpc, queryClient, showError } from '../engine/server-state.ts';
import { undoStack } from '../engine/undo.ts';
import type { Link } from '../pair-view/alignment-draft.ts';
import { positionsOf, putAlignment } from '../pair-view/put-alignment.ts';

/** What is aligned, and under which model. */
interface Subject {
  readonly model: string;
  readonly tokens: PairTokens;
}

interface Storing {
  readonly pairId: number;
  readonly model: string;
  readonly links: readonly Link[] | null;
}

/** What `pairs.tokens` is asked for here. */
export function tokensAsked(pairId: number, model: string) {
  return { pairId, model, compared: 'counterfactual' } as const;
}

export class StoredAlignment {
  readonly #subject: () => Subject | undefined;
  /** What is not stored yet, or was just now. */
  #storing = $state.raw<Storing | null>(null);
  /** The alignment as it is or is about to be; null where there is no pair. */
  readonly shown = $derived.by<PairTokens['alignment'] | null>(() => {
    const subject = this.#subject();
    if (subject === undefined) return null;
    const { tokens } = subject;
    if (!this.#isStoring(subject)) return tokens.alignment;
    const links = this.#storing?.links ?? null;
    if (links === null) return tokens.automatic;
    return { used: 'manual', pairs: links.map(([i, j]): [number, number] => [i, j]) };
  });

  /** @param subject read reactively; undefined while it is not there or cannot be changed */
  constructor(subject: () => Subject | undefined) {
    this.#subject = subject;
  }

  /** Stores these links; null: those that the method makes. */
  put(next: readonly Link[] | null): void {
    const subject = this.#subject();
    if (subject === undefined || this.shown === null) return;
    const { model, tokens } = subject;
    const { id: pairId, position } = tokens.pair;
    const storing = { pairId, model, links: next };
    this.#storing = storing;
    const change = async (former: Promise<unknown>): Promise<void> => {
      await former;
      // The change before this one may have been refused, or is taken back just now.
      const before = storedOf(pairId, model) ?? tokens;
      const restored = before.alignment.used === 'manual' ? before.alignment.pairs : null;
      await putAlignment({
        position,
        put: () => store(pairId, model, positionsOf(next)),
        restore: () => store(pairId, model, restored),
      });
    };
    // At once, also while the change before is being stored: Ctrl+Z takes back this one.
    void undoStack
      .during(change)
      .catch(showError)
      .then(() => {
        if (this.#storing === storing) this.#storing = null;
        void tellOthers();
      });
  }

  #isStoring({ model, tokens }: Subject): boolean {
    return this.#storing?.pairId === tokens.pair.id && this.#storing.model === model;
  }
}

function keyOf(pairId: number, model: string) {
  return orpc.pairs.tokens.queryOptions({ input: tokensAsked(pairId, model) }).queryKey;
}

/** What was stored last, as far as it is known here. */
function storedOf(pairId: number, model: string): PairTokens | undefined {
  return queryClient.getQueryData(keyOf(pairId, model));
}

/** What else says how the pair is aligned: lists, the set's counts, whether a run would be the same. */
async function tellOthers(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.pairs.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.sets.key() }),
    invalidateButFindings('runs'),
  ]);
}

async function store(pairId: number, model: string, positions: [number, number][] | null): Promise<void> {
  const stored = await client.pairs.align({ pairId, model, positions });
  const queryKey = keyOf(pairId, model);
  // An answer to what was asked before would be of what was there before.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, stored);
}

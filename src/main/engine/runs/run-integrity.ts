/** What is found of runs when they are first used in this process: {@link inspectRun}, a little at a time. */
import { setImmediate as turn } from 'node:timers/promises';
import { type RunSoundness, soundnessWords } from '../../../shared/run-soundness.ts';
import type { ReadableStore } from '../store/database.ts';
import { metricsRevision } from '../store/metric-columns.ts';
import { countDone, countPairs } from '../store/item-counts.ts';
import { getRun } from '../store/runs.ts';
import { storeDamaged } from '../store/sqlite-errors.ts';
import { inspectRun } from './inspect-run.ts';

/** Milliseconds of work before others have their turn. */
const SLICE = 8;

export class RunIntegrity {
  readonly #store: ReadableStore;
  /** By run, with what it was found of: it holds while that stays. */
  readonly #found = new Map<number, { readonly stamp: string; readonly soundness: Promise<RunSoundness> }>();

  constructor(store: ReadableStore) {
    this.#store = store;
  }

  /** @throws PairlensError NOT_FOUND; STORE_DAMAGED when the row of the run itself is not what was written */
  async of(runId: number): Promise<RunSoundness> {
    const stamp = this.#stampOf(runId);
    const known = this.#found.get(runId);
    if (known?.stamp === stamp) return known.soundness;
    const soundness = this.#inspect(runId);
    this.#found.set(runId, { stamp, soundness });
    // What could not be looked at is looked at again.
    soundness.catch(() => this.#found.delete(runId));
    return soundness;
  }

  /** Says that this process has just written all that there is of a run: it needs not be read again to know. */
  wroteAll(runId: number): void {
    const { database } = this.#store;
    const { provenance } = getRun(database, runId);
    const soundness = Promise.resolve({
      setIsSame: true,
      controlSetIsSame: provenance.controlSetHash === null ? null : true,
      done: countDone(database, runId),
      unhashed: 0,
      damaged: [],
    });
    this.#found.set(runId, { stamp: this.#stampOf(runId), soundness });
  }

  /**
   * To be called before numbers of a run leave the store, or others are made of them.
   * @throws PairlensError STORE_DAMAGED naming the comparisons, and what to do
   */
  async expectSound(runId: number): Promise<void> {
    const found = await this.of(runId);
    if (found.damaged.length === 0) return;
    const words = soundnessWords(runId, { ...found, setIsSame: true, controlSetIsSame: null });
    throw storeDamaged(words.join(' '), { runId, damaged: found.damaged });
  }

  async #inspect(runId: number): Promise<RunSoundness> {
    const steps = inspectRun(this.#store.database, runId);
    for (;;) {
      const until = performance.now() + SLICE;
      do {
        const step = steps.next();
        if (step.done === true) return step.value;
      } while (performance.now() < until);
      await turn();
    }
  }

  #stampOf(runId: number): string {
    const { database } = this.#store;
    const { done, failed, neutrals } = countPairs(database, runId);
    return [metricsRevision(database, runId), done, failed, neutrals.done, neutrals.failed].join(' ');
  }
}

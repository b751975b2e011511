/** Lays out the metrics of runs by column, so that Results read them at once: when a run ends, and of older runs when they are looked at. */
import { PairlensError } from '../../../shared/errors.ts';
import type { Run } from '../../../shared/entities.ts';
import type { Store } from '../store/database.ts';
import { missingBlocks, writeBlock } from '../store/metric-blocks.ts';
import { metricsRevision } from '../store/metric-columns.ts';
import { getRun } from '../store/runs.ts';
import { Turn } from '../threads/turns.ts';

/**
 * All that is not laid out yet, in turns. A disk that is full leaves it as it is: what is not laid out is read row by row.
 * @param isWanted asked between two turns
 */
export async function layOutColumns(
  store: Store,
  run: Pick<Run, 'id' | 'metrics' | 'model'>,
  isWanted: () => boolean,
): Promise<void> {
  const [metric] = run.metrics;
  if (metric === undefined) return;
  const turn = new Turn();
  const shape = { layers: run.model.layers, heads: run.model.heads, metrics: run.metrics };
  for (const block of missingBlocks(store.database, run.id, metric)) {
    if (!isWanted()) return;
    try {
      store.write((database) => writeBlock(database, block, shape));
    } catch (error) {
      if (error instanceof PairlensError && error.code === 'DISK_FULL') return;
      throw error;
    }
    if (turn.isOver) await turn.give();
  }
}

/** Those of runs that are looked at, one after the other. */
export class ColumnsLaidOut {
  readonly #store: Store;
  /** The revision of the metrics at which each run was asked for. */
  readonly #asked = new Map<number, number>();
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Begins, unless the run's metrics are as they were when it was asked for before. Returns at once. */
  expect(runId: number): void {
    if (!this.#store.canWrite || this.#isClosed) return;
    const revision = metricsRevision(this.#store.database, runId);
    if (this.#asked.get(runId) === revision) return;
    this.#asked.set(runId, revision);
    this.#work = this.#work.then(() => this.#layOut(runId));
  }

  /** Returns when nothing is written any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#work;
  }

  async #layOut(runId: number): Promise<void> {
    if (this.#isClosed) return;
    try {
      const run = getRun(this.#store.database, runId);
      // One that is at work lays them out at its end.
      if (run.state !== 'running' && run.folder === null)
        await layOutColumns(this.#store, run, () => !this.#isClosed);
    } catch (error) {
      // A run that is not there, or a store that is damaged: who asks for its results is told.
      if (!(error instanceof PairlensError)) throw error;
    }
  }
}

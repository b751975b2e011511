/** How many neutrals of a run have the shape of their pair's change, counted on as a run goes on. */
import { bisectRight } from 'd3-array';
import { LEAST_PAIRED } from '../../../core/bounds.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { countFittingNeutrals } from '../store/head-metrics.ts';
import { metricsRevision } from '../store/metric-columns.ts';

/** How far a run was looked through. */
interface Looked {
  readonly count: number;
  /** Position of the last pair that was looked at. */
  readonly last: number;
  /** What was done up to it, and how often it was computed anew: where it is otherwise now, all is counted again. */
  readonly stamp: string;
}

export class FittingNeutrals {
  readonly #database: ReadableDatabase;
  readonly #looked = new Map<number, Looked>();

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /**
   * As many as say what is usual, at most.
   * @param doneOf places in the set of what is measured, ascending
   */
  count(runId: number, doneOf: (role: 'set' | 'neutral') => readonly number[]): number {
    const stampAt = (last: number) =>
      [
        metricsRevision(this.#database, runId),
        bisectRight(doneOf('set'), last),
        bisectRight(doneOf('neutral'), last),
      ].join(' ');
    const before = this.#looked.get(runId);
    const known = before?.stamp === stampAt(before?.last ?? -1) ? before : undefined;
    const { count = 0, last: after = -1 } = known ?? {};
    // Behind the last neutral there is nothing to be looked for.
    const until = doneOf('neutral').at(-1) ?? -1;
    if (count >= LEAST_PAIRED || until <= after) return count;
    const most = LEAST_PAIRED - count;
    const found = countFittingNeutrals(this.#database, { runId, after, until, most });
    const last = found.count >= most ? found.last : until;
    this.#looked.set(runId, { count: count + found.count, last, stamp: stampAt(last) });
    return count + found.count;
  }
}

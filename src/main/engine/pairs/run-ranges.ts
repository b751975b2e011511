/**
 * The range of each metric over a run, by which the colours of one pair are scaled. Reading it takes as long as the run is
 * large, and while a run is going on it changes with every batch: who looks at a pair then gets the range as it was last read,
 * and it is read again beside.
 */
import type { Run } from '../../../shared/entities.ts';
import type { MetricRanges } from '../store/metric-ranges.ts';
import type { Asked } from '../threads/readings.ts';

/** What is read elsewhere: the whole of a run. */
export type RangeReadings = Asked<{ metricRanges: (runId: number) => MetricRanges }>;

/** Runs whose ranges are remembered. */
const REMEMBERED = 8;

interface Read {
  /** How far the run was. */
  readonly done: number;
  readonly ranges: Promise<MetricRanges>;
  isThere: boolean;
}

export class RunRanges {
  readonly #readings: RangeReadings;
  /** By run; the one that was asked for last comes last. */
  readonly #read = new Map<number, Read>();
  /** Runs that are being read again. */
  readonly #again = new Set<number>();

  constructor(readings: RangeReadings) {
    this.#readings = readings;
  }

  /** @throws what reading them throws; whoever asks next asks anew */
  async of({ id, done, state }: Pick<Run, 'id' | 'done' | 'state'>): Promise<MetricRanges> {
    const known = this.#read.get(id);
    if (known === undefined) return this.#readNow(id, done);
    if (known.done === done) return known.ranges;
    if (state !== 'running') return this.#readNow(id, done);
    if (known.isThere && !this.#again.has(id)) void this.#readAgain(id, done);
    return known.ranges;
  }

  /** Its numbers have changed. */
  forget(runId: number): void {
    this.#read.delete(runId);
  }

  #readNow(id: number, done: number): Promise<MetricRanges> {
    const read: Read = { done, ranges: this.#readings.metricRanges(id), isThere: false };
    this.#remember(id, read);
    read.ranges.then(
      () => (read.isThere = true),
      () => {
        if (this.#read.get(id) === read) this.#read.delete(id);
      },
    );
    return read.ranges;
  }

  /** What fails here fails for whoever asks when there is nothing to fall back on. */
  async #readAgain(id: number, done: number): Promise<void> {
    const before = this.#read.get(id);
    this.#again.add(id);
    const [outcome] = await Promise.allSettled([this.#readings.metricRanges(id)]);
    this.#again.delete(id);
    // Something else was read, or forgotten, meanwhile.
    if (outcome.status === 'fulfilled' && this.#read.get(id) === before)
      this.#remember(id, { done, ranges: Promise.resolve(outcome.value), isThere: true });
  }

  #remember(id: number, read: Read): void {
    this.#read.delete(id);
    this.#read.set(id, read);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= REMEMBERED) break;
      this.#read.delete(oldest);
    }
  }
}

/**
 * A finished run of any size whose metrics are as correlated as those of a real one: each follows how much the head and
 * the pair respond, with noise, so that many queries ask for what is rare.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { METRIC_NAMES, METRICS } from '../src/core/metrics/catalogue.ts';
import type { WritableStore } from '../src/main/engine/store/database.ts';
import { itemHash } from '../src/main/engine/store/hashes.ts';
import { writePairMetrics } from '../src/main/engine/store/head-metrics.ts';
import { type ComputedFrom, type ItemPlace, markItemDone } from '../src/main/engine/store/run-items.ts';
import { plannedRun } from '../tests/integration/planned-run.ts';

const generator = xoroshiro128plus(7);

/** Uniform in 0 … 1; the same numbers in every process. */
export const random = () => uniformFloat64(generator);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The metrics of a head that responds with strength `s` in 0 … 1: the more, the further from no change, with noise. */
function metricsAt(s: number): readonly number[] {
  return METRIC_NAMES.map((name) => {
    const { change } = METRICS[name];
    if (change === 'high') return s * (0.2 + 0.8 * random());
    return change === 'low' ? 1 - s * random() : 0.2 * normal();
  });
}

const COMPUTED_FROM: ComputedFrom = {
  originalIds: [1, 2, 3, 4, 5, 6],
  counterfactualIds: [1, 2, 3, 7, 5, 6],
  alignmentUsed: 'position',
  aligned: Array.from({ length: 6 }, (_, place): [number, number] => [place, place]),
};

export interface RunShape {
  readonly pairs: number;
  readonly layers: number;
  readonly heads: number;
}

/** @returns the run's id */
export function fillBigRun(store: WritableStore, { pairs, layers, heads }: RunShape): number {
  const { runId, items } = plannedRun(store, { pairs, controlPairs: 0, layers, heads });
  const measured = items.map((item) => ({ item, computedFrom: COMPUTED_FROM }));
  fillRun(store, runId, measured, { layers, heads });
  return runId;
}

type Measured = {
  readonly item: ItemPlace & { readonly position: number };
  readonly computedFrom: ComputedFrom;
};

/** Ends a run that is planned: each of its items has metrics then. */
export function fillRun(
  store: WritableStore,
  runId: number,
  measured: readonly Measured[],
  { layers, heads }: Omit<RunShape, 'pairs'>,
): void {
  const ofHead = Array.from({ length: layers * heads }, normal);
  store.write(() => {
    for (const { item, computedFrom } of measured) {
      const ofPair = normal();
      const values = Float64Array.from(
        ofHead.flatMap((head) =>
          metricsAt(1 / (1 + Math.exp(1 - 0.6 * head - 0.5 * ofPair - 0.6 * normal()))),
        ),
      );
      writePairMetrics(store.database, { ...item, layers, heads, runId, values });
      const all = { ...computedFrom, ...item, runId, layers, heads, metrics: METRIC_NAMES };
      markItemDone(store.database, runId, item, computedFrom, itemHash(all, values));
    }
    store.database.prepare("UPDATE run SET state = 'done' WHERE id = ?").run(runId);
  });
}

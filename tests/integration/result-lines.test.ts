/** Lines of pairs and heads, neighbours, limits and histograms against the same done plainly; and all of it from columns that are laid out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import {
  METRIC_COUNT,
  METRIC_NAMES,
  metricIndex,
  type MetricName,
} from '../../src/core/metrics/catalogue.ts';
import { resolutionOf } from '../../src/core/metrics/resolution.ts';
import { quantile } from '../../src/core/statistics/quantile.ts';
import { toldFrom } from '../../src/core/statistics/resolution.ts';
import { Marks } from '../../src/main/engine/marks.ts';
import { layOutColumns } from '../../src/main/engine/results/lay-out-columns.ts';
import { ResultsService } from '../../src/main/engine/results/service.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { forgetDerived } from '../../src/main/engine/store/derived.ts';
import { writePairMetrics } from '../../src/main/engine/store/head-metrics.ts';
import { missingBlocks } from '../../src/main/engine/store/metric-blocks.ts';
import { readMetricRanges } from '../../src/main/engine/store/metric-ranges.ts';
import { getRun } from '../../src/main/engine/store/runs.ts';
import type { ResultFilter, ResultSort, Role } from '../../src/shared/entities.ts';
import { plannedRun } from './planned-run.ts';
import { temporaryFolder } from './workspace.ts';

const LAYERS = 2;
const HEADS = 3;
const PLACES = LAYERS * HEADS;
const PAIRS = 70;
const METRIC: MetricName = 'attention_js_divergence';

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let results: ResultsService;
let runId: number;
let items: ReturnType<typeof plannedRun>['items'];
const measured = new Map<string, Float64Array>();

const generator = xoroshiro128plus(11);
const below = (bound: number) => uniformInt(generator, 0, bound - 1);

beforeAll(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/lines.sqlite`);
  results = new ResultsService(store);
  ({ runId, items } = plannedRun(store, {
    pairs: PAIRS,
    controlPairs: 0,
    layers: LAYERS,
    heads: HEADS,
    neutrals: true,
  }));
  store.write(() => {
    for (const item of items) {
      const values = Float64Array.from({ length: PLACES * METRIC_COUNT }, () =>
        below(10) === 0 ? Number.NaN : below(1001) / 1000,
      );
      measured.set(`${item.role} ${item.position}`, values);
      writePairMetrics(store.database, { runId, ...item, layers: LAYERS, heads: HEADS, values });
    }
    store.database.prepare("UPDATE run_item SET state = 'done'").run();
    store.database.prepare("UPDATE run SET state = 'done'").run();
  });
});
afterAll(() => {
  store.close();
  folder.remove();
});

function valueOf(role: Role, position: number, place: number, metric: MetricName = METRIC): number | null {
  const value = measured.get(`${role} ${position}`)?.[place * METRIC_COUNT + metricIndex(metric)];
  return value === undefined || Number.isNaN(value) ? null : value;
}

const positions = Array.from({ length: PAIRS }, (_, position) => position);
const places = Array.from({ length: PLACES }, (_, place) => place);
const pairIdAt = (position: number) =>
  items.find((item) => item.role === 'set' && item.position === position)?.pairId ?? 0;

const filter: ResultFilter = { role: 'set', thresholds: [{ metric: METRIC, comparison: '>=', value: 0.6 }] };
const byPair: ResultSort = { by: 'pair', direction: 'asc' };
const byMetric: ResultSort = { by: METRIC, direction: 'desc' };
const passes = (position: number, place: number) => (valueOf('set', position, place) ?? 0) >= 0.6;

/** By the largest value among the heads that pass. */
function plainPairs() {
  return positions
    .map((position) => {
      const passing = places.filter((place) => passes(position, place));
      const values = passing.map((place) => valueOf('set', position, place) ?? 0);
      return { position, passing, largest: Math.max(...values) };
    })
    .filter(({ passing }) => passing.length > 0)
    .toSorted((one, other) => other.largest - one.largest);
}

describe.each(['rows', 'columns'])('from %s', (from) => {
  beforeAll(async () => {
    if (from === 'rows') return;
    await layOutColumns(store, getRun(store.database, runId), () => true);
    expect(missingBlocks(store.database, runId, METRIC)).toEqual([]);
    // What was read before is forgotten.
    results = new ResultsService(store);
  });

  it('pairs stand in the order of their furthest head', () => {
    const lines = results.pairs({ runId, filter, sort: byMetric, metric: METRIC, offset: 3, limit: 20 });
    const expected = plainPairs().slice(3, 23);
    expect(lines).toHaveLength(20);
    expect(
      lines.map(({ position, passing, places: at, extreme }) => [position, passing, at, extreme?.value]),
    ).toEqual(
      expected.map(({ position, passing, largest }) => [
        position,
        passing.length,
        passing.length === PLACES ? null : passing,
        largest,
      ]),
    );
    const [line] = lines;
    expect(line?.values).toEqual(places.map((place) => valueOf('set', line?.position ?? -1, place)));
    expect(line?.pairId).toBe(pairIdAt(line?.position ?? -1));
  });

  it('ids are those of the pairs that pass, in the order of the run', () => {
    const passing = positions.filter((position) => places.some((place) => passes(position, place)));
    expect(results.pairIds({ runId, filter })).toEqual(passing.map(pairIdAt));
    expect(results.pairIds({ runId, filter: { ...filter, role: 'control' } })).toEqual([]);
  });

  it('pairs are sorted by label, then by how many flags their heads raise', () => {
    const sort: ResultSort = { by: 'label', direction: 'asc', then: [{ by: 'flags', direction: 'desc' }] };
    const lines = results.pairs({
      runId,
      filter: { role: 'set', thresholds: [] },
      sort,
      metric: METRIC,
      offset: 0,
      limit: PAIRS,
    });
    expect(lines.map(({ label }) => label)).toEqual(
      ['a', 'b', null].flatMap((label) => lines.map((line) => line.label).filter((own) => own === label)),
    );
    const ofA = lines.filter(({ label }) => label === 'a').map(({ flags }) => flags);
    expect(ofA).toEqual(ofA.toSorted((one, other) => other - one));
    expect(lines).toHaveLength(PAIRS);
  });

  it('pairs of a head come by decile: both ends, and what is between', () => {
    const place = HEADS + 1;
    const found = results.deciles({ runId, filter, metric: METRIC, layer: 1, head: 1 });
    const ranked = positions
      .filter((position) => passes(position, place))
      .map((position) => ({ position, value: valueOf('set', position, place) ?? 0 }))
      .toSorted((one, other) => other.value - one.value || one.position - other.position);
    expect([found.passing, found.defined]).toEqual([ranked.length, ranked.length]);
    expect(found.pairs.map(({ words }) => words)).toEqual([
      'highest',
      ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((decile) => `decile ${decile}`),
      'lowest',
    ]);
    for (const { rank, position, value, pairId } of found.pairs)
      expect({ position, value, pairId }).toEqual({ ...ranked[rank - 1], pairId: pairIdAt(position) });
    expect(found.pairs.at(-1)?.rank).toBe(ranked.length);
    expect(results.deciles({ runId, filter, metric: METRIC, layer: LAYERS, head: 0 }).pairs).toEqual([]);
  });

  it('of pinned pairs alone, as they are pinned by then', () => {
    const { projectId } = getRun(store.database, runId);
    const pin = (position: number, pinned: boolean) => {
      const thing = { of: 'pair', pairId: pairIdAt(position) } as const;
      return new Marks(store).set({ projectId, thing, note: '', pinned });
    };
    const pairs = () => {
      const pinned: ResultFilter = { role: 'set', thresholds: [], pinned: true };
      return results.pairs({ runId, filter: pinned, sort: byPair, metric: METRIC, offset: 0, limit: PAIRS });
    };
    pin(3, true);
    pin(8, true);
    expect(pairs().map(({ position }) => position)).toEqual([3, 8]);
    pin(3, false);
    expect(pairs().map(({ position }) => position)).toEqual([8]);
    pin(8, false);
    expect(pairs()).toEqual([]);
  });

  it('heads have the numbers of the pairs that pass', () => {
    const lines = results.heads({ runId, filter, metric: METRIC });
    const { high } = results.limits({ runId, metric: METRIC });
    for (const { layer, head, passing, defined, mean, quantiles, extreme, unusual } of lines) {
      const place = layer * HEADS + head;
      const values = positions
        .filter((position) => passes(position, place))
        .map((position) => valueOf('set', position, place) ?? 0);
      expect([passing, defined]).toEqual([values.length, values.length]);
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12);
      expect([quantiles?.[0], quantiles?.[4]]).toEqual([Math.min(...values), Math.max(...values)]);
      expect(extreme?.value).toBe(Math.max(...values));
      expect(unusual).toBe(values.filter((value) => value > (high[layer]?.[head] ?? 0)).length);
    }
    expect(lines).toHaveLength(PLACES);
  });

  it('the limits are what 95 % of the neutrals stay within', () => {
    const { control, low, high, range } = results.limits({ runId, metric: METRIC });
    expect(control).toBe('neutral');
    // The ends of colours are those of a pair's map: of the set alone.
    expect(range).toEqual(readMetricRanges(store.database, runId)[METRIC]);
    expect(low.flat()).toEqual(places.map(() => null));
    const values = positions
      .map((position) => valueOf('neutral', position, 4))
      .filter((value) => value !== null);
    const above = values.filter((value) => value > (high[1]?.[1] ?? 0)).length / values.length;
    // 60 or 61 of 64 lie below: a quantile lies between two of them.
    expect(above).toBeLessThan(0.07);
    expect(above).toBeGreaterThan(0.02);
    // Further out by what rounding may do to both: nothing that it makes is unusual.
    const limit = quantile(Float64Array.from(values).sort(), 0.95);
    const rounding = resolutionOf(METRIC) ?? expect.fail('has one');
    expect(high[1]?.[1]).toBe(toldFrom(rounding, limit, 'above'));
    expect(high[1]?.[1]).toBeGreaterThan(limit);
  });

  it('neighbours are those of the list that one came from', () => {
    const order = plainPairs().map(({ position }) => position);
    const at = { runId, filter, sort: byMetric, metric: METRIC, layer: 1, head: 2 };
    const pairId = pairIdAt(order[5] ?? -1);
    expect(results.neighbours({ ...at, group: 'pairs', pairId })).toEqual({
      index: 5,
      count: order.length,
      previous: { pairId: pairIdAt(order[4] ?? -1), layer: 1, head: 2 },
      next: { pairId: pairIdAt(order[6] ?? -1), layer: 1, head: 2 },
    });
    expect(results.neighbours({ ...at, group: 'pairs', pairId: pairIdAt(order[0] ?? -1) })).toMatchObject({
      index: 0,
      previous: null,
    });
    const rows = results.page({ runId, filter, sort: byMetric, offset: 10, limit: 3 });
    const places = rows.map(({ pairId: of, layer, head }) => ({ pairId: of, layer, head }));
    expect(places[1] && results.neighbours({ ...at, ...places[1], group: 'rows' })).toMatchObject({
      index: 11,
      previous: places[0],
      next: places[2],
    });
    const ofHead = results.neighbours({ ...at, group: 'heads', pairId: rows[0]?.pairId ?? 0, ...places[0] });
    expect(ofHead.count).toBe(
      positions.filter((position) =>
        passes(position, (places[0]?.layer ?? 0) * HEADS + (places[0]?.head ?? 0)),
      ).length,
    );
  });

  it('histograms count all rows, and those that pass the rest of the filter', () => {
    const other: MetricName = 'value_cosine';
    const [own, others] = results.histograms({ runId, filter, metrics: [METRIC, other], bins: 10 });
    const all = positions.flatMap((position) => places.map((place) => ({ position, place })));
    const defined = all.filter(({ position, place }) => valueOf('set', position, place) !== null);
    const count = (bins: readonly number[] | undefined) => bins?.reduce((sum, bin) => sum + bin, 0);
    // What is said of a metric does not cut its own histogram.
    expect([count(own?.all), count(own?.passing)]).toEqual([defined.length, defined.length]);
    const passing = all.filter(
      ({ position, place }) => passes(position, place) && valueOf('set', position, place, other) !== null,
    );
    expect(count(others?.passing)).toBe(passing.length);
  });
});

describe('columns that are laid out', () => {
  const blocks = () => missingBlocks(store.database, runId, METRIC);
  const page = () =>
    new ResultsService(store).page({
      runId,
      filter: { role: 'set', thresholds: [] },
      sort: byMetric,
      offset: 0,
      limit: PAIRS * PLACES,
    });

  it('are forgotten where a pair is written anew, and read from rows until they are laid out again', async () => {
    const before = page();
    const item = items.find(({ role, position }) => role === 'set' && position === 40);
    if (item === undefined) throw new Error('there are 70 pairs');
    const values = new Float64Array(PLACES * METRIC_COUNT).fill(7);
    const old = measured.get('set 40') ?? values;
    const write = (next: Float64Array) =>
      store.write((database) => {
        writePairMetrics(database, { runId, ...item, layers: LAYERS, heads: HEADS, values: next });
        forgetDerived(database, runId);
      });
    write(values);
    expect(blocks()).toEqual([{ runId, role: 'set', block: 1 }]);
    expect(page()[0]).toMatchObject({ position: 40, metrics: { [METRIC]: 7 } });
    await layOutColumns(store, getRun(store.database, runId), () => true);
    expect(blocks()).toEqual([]);
    expect(page()[0]).toMatchObject({ position: 40, metrics: { [METRIC]: 7 } });
    write(old);
    expect(page()).toEqual(before);
  });

  it('are not read where they are not what was written', () => {
    const before = page();
    store.write((database) =>
      database.prepare('UPDATE metric_column SET data = zeroblob(length(data))').run(),
    );
    expect(page()).toEqual(before);
  });

  it('have all that the run measured', () => {
    const metrics = store.database
      .prepare<[], string>('SELECT DISTINCT metric FROM metric_column')
      .pluck()
      .all();
    expect(metrics.toSorted()).toEqual([...METRIC_NAMES].toSorted());
  });
});

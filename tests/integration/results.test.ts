/** Pages, counts and values of results against the same thing done plainly over all rows, and how they are found. */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import {
  DEFAULT_FLAG_THRESHOLDS,
  fixedThresholds,
  FLAG_NAMES,
  FLAG_RULES,
  raiseFlags,
} from '../../src/core/metrics/flags.ts';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../src/core/metrics/catalogue.ts';
import { conditionsOf } from '../../src/core/metrics/result-filter.ts';
import { ResultsService } from '../../src/main/engine/results/service.ts';
import { eachPairInTurns } from '../../src/main/engine/results/text-search.ts';
import { openReadableStore, openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { forgetDerived } from '../../src/main/engine/store/derived.ts';
import { readMeasuredPairs, writePairMetrics } from '../../src/main/engine/store/head-metrics.ts';
import type {
  ResultFilter,
  ResultRow,
  ResultSort,
  Role,
  SortStep,
  Threshold,
} from '../../src/shared/entities.ts';
import { COMPARISONS, SORT_KEYS } from '../../src/shared/entities.ts';
import type { Facet, FacetCount } from '../../src/shared/results.ts';
import { plannedRun } from './planned-run.ts';
import { temporaryFolder } from './workspace.ts';

const LAYERS = 4;
const HEADS = 6;
const PAIRS = 300;

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let results: ResultsService;
let runId: number;
const rows: Record<Role, ResultRow[]> = { set: [], control: [], neutral: [] };

const generator = xoroshiro128plus(2024);
const below = (bound: number) => uniformInt(generator, 0, bound - 1);
/** Hundredths: ties are frequent. A tenth is undefined. */
const metricValue = () => (below(10) === 0 ? Number.NaN : below(101) / 100);
const pick = <Value>(values: readonly Value[]) => values[below(values.length)] as Value;

beforeAll(() => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/results.sqlite`);
  results = new ResultsService(store);
  const planned = plannedRun(store, {
    pairs: PAIRS,
    controlPairs: 40,
    layers: LAYERS,
    heads: HEADS,
    neutrals: true,
  });
  ({ runId } = planned);
  store.write(() => {
    for (const item of planned.items) {
      const values = Float64Array.from({ length: LAYERS * HEADS * METRIC_COUNT }, metricValue);
      writePairMetrics(store.database, { runId, ...item, layers: LAYERS, heads: HEADS, values });
      rows[item.role].push(...plainRows(item, values));
    }
    store.database
      .prepare(
        `UPDATE run_item SET state = 'done', original_ids = '[7,' || position || ']', counterfactual_ids = '[7,8,9]',
           aligned = '[[0,0],[1,2]]'`,
      )
      .run();
    store.database.prepare("UPDATE run SET state = 'done'").run();
  });
});
afterAll(() => {
  store.close();
  folder.remove();
});

type PlannedItem = ReturnType<typeof plannedRun>['items'][number];

function plainRows({ pairId, position, label, original, counterfactual }: PlannedItem, values: Float64Array) {
  return Array.from({ length: LAYERS * HEADS }, (_, place): ResultRow => ({
    pairId,
    position,
    label,
    original,
    counterfactual,
    layer: Math.floor(place / HEADS),
    head: place % HEADS,
    metrics: Object.fromEntries(
      METRIC_NAMES.map((name, index) => {
        const value = values[place * METRIC_COUNT + index] ?? Number.NaN;
        return [name, Number.isNaN(value) ? null : value];
      }),
    ) as ResultRow['metrics'],
  }));
}

type Quantity = Pick<Threshold, 'metric' | 'minus'>;

function quantity(row: ResultRow, { metric, minus }: Quantity): number | null {
  const [one, other] = [row.metrics[metric], minus === undefined ? 0 : row.metrics[minus]];
  if (one === null || other === null) return null;
  return minus === undefined ? one : Math.abs(one - other);
}

/** Of the neutrals at a head. A place between two values is p of the way from one to the other, as in NumPy. */
function percentile(probability: number, { layer, head }: Pick<ResultRow, 'layer' | 'head'>, of: Quantity) {
  const values = rows.neutral
    .filter((row) => row.layer === layer && row.head === head)
    .map((row) => quantity(row, of))
    .filter((value) => value !== null)
    .toSorted((one, other) => one - other);
  const at = probability * (values.length - 1);
  const [low = Number.NaN, high = low] = values.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at - Math.floor(at));
}

const percentiles = new Map<string, number>();
function limitOf(row: ResultRow, { comparison, value, ...of }: Threshold): number {
  if (value !== 'control') return value;
  const probability = comparison.startsWith('>') ? 0.95 : 0.05;
  const key = [probability, row.layer, row.head, of.metric, of.minus].join(' ');
  const known = percentiles.get(key) ?? percentile(probability, row, of);
  percentiles.set(key, known);
  return known;
}

function passes(row: ResultRow, threshold: Threshold): boolean {
  const value = quantity(row, threshold);
  if (value === null) return false;
  const limit = limitOf(row, threshold);
  const { comparison } = threshold;
  return { '>': value > limit, '>=': value >= limit, '<': value < limit, '<=': value <= limit }[comparison];
}

function isFound({ original, counterfactual, label }: ResultRow, search = ''): boolean {
  return [original, counterfactual, label ?? ''].some((text) =>
    text.toLowerCase().includes(search.toLowerCase()),
  );
}

function plainFilter(filter: ResultFilter): ResultRow[] {
  return rows[filter.role].filter(
    (row) =>
      (filter.layers?.includes(row.layer) ?? true) &&
      (filter.heads?.includes(row.head) ?? true) &&
      (filter.labels?.includes(row.label) ?? true) &&
      (filter.pairId === undefined || filter.pairId === row.pairId) &&
      isFound(row, filter.search) &&
      (filter.match === 'any' && filter.thresholds.length > 0
        ? conditionsOf(filter.thresholds).some((places) =>
            places.every((at) =>
              filter.thresholds.slice(at, at + 1).every((threshold) => passes(row, threshold)),
            ),
          )
        : filter.thresholds.every((threshold) => passes(row, threshold))),
  );
}

/** How many pairs the rows are of, by layer, head or label: numbers in their order, labels as they come. */
function plainFacet(passing: readonly ResultRow[], of: Facet): FacetCount[] {
  const byValue = Map.groupBy(
    passing,
    (row) => ({ layers: row.layer, heads: row.head, labels: row.label })[of],
  );
  const counts = [...byValue].map(([value, same]) => ({
    value,
    pairs: new Set(same.map(({ pairId }) => pairId)).size,
  }));
  return of === 'labels' ? counts : counts.toSorted((a, b) => Number(a.value) - Number(b.value));
}

/**
 * As toEqual, but compared row by row: of two thousand rows that differ, toEqual draws all the differences, for minutes.
 * @param what says in a failure what was asked for
 */
function expectRows(actual: readonly ResultRow[], expected: readonly ResultRow[], what = ''): void {
  expect(actual.length, what).toBe(expected.length);
  const at = expected.findIndex((row, index) => !isDeepStrictEqual(actual[index], row));
  if (at >= 0) expect(actual[at], `${what}, row ${at}`).toEqual(expected[at]);
}

const raised = new Map<ResultRow, number>();
function flagsOf(row: ResultRow): number {
  const known = raised.get(row) ?? raiseFlags(row.metrics, fixedThresholds(DEFAULT_FLAG_THRESHOLDS)).length;
  raised.set(row, known);
  return known;
}

function keyOf(row: ResultRow, by: ResultSort['by']): number | null {
  if (by === 'pair') return row.position;
  if (by === 'layer' || by === 'head') return row[by];
  if (by === 'flags') return flagsOf(row);
  // Labels are a and b.
  if (by === 'label') return row.label === null ? null : row.label.charCodeAt(0);
  return row.metrics[by];
}

function compareKeys(left: number | null, right: number | null, { direction }: SortStep): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction === 'asc' ? left - right : right - left;
}

/** Undefined last both ways; `rows` are in the order of pair, layer, head, and the sort is stable. */
function plainSort(filtered: readonly ResultRow[], { then = [], ...first }: ResultSort): ResultRow[] {
  return filtered.toSorted((a, b) => {
    for (const step of [first, ...then]) {
      const order = compareKeys(keyOf(a, step.by), keyOf(b, step.by), step);
      if (order !== 0) return order;
    }
    return 0;
  });
}

const directions = ['asc', 'desc'] as const;
const randomStep = (): SortStep => ({ by: pick(SORT_KEYS), direction: pick(directions) });
const randomSort = (): ResultSort => ({
  ...randomStep(),
  ...(below(3) === 0 && { then: Array.from({ length: 1 + below(3) }, randomStep) }),
});

function randomFilter(): ResultFilter {
  const filter: ResultFilter = {
    role: below(8) === 0 ? 'control' : 'set',
    thresholds: Array.from({ length: below(4) }, () => ({
      metric: pick(METRIC_NAMES),
      ...(below(4) === 0 && { minus: pick(METRIC_NAMES) }),
      comparison: pick(COMPARISONS),
      value: below(5) === 0 ? ('control' as const) : below(101) / 100,
    })),
  };
  if (below(4) === 0) filter.layers = [below(LAYERS), below(LAYERS)];
  if (below(4) === 0) filter.heads = [below(HEADS)];
  if (below(4) === 0) filter.labels = pick([['a'], ['a', null], [null], []]);
  if (below(6) === 0) filter.search = pick(['SET 1', 'not 2', 'a', ' ']);
  if (below(3) === 0) filter.match = 'any';
  if (below(20) === 0) filter.pairId = pick(rows[filter.role]).pairId;
  return filter;
}

describe('any filter and sort', () => {
  it('gives the rows, in the order, and the counts of plain filtering', () => {
    const used = new Set<string>();
    for (let trial = 0; trial < 200; trial++) {
      const filter = randomFilter();
      const sort = randomSort();
      const expected = plainSort(plainFilter(filter), sort);
      const limit = pick([1, 20, 100, 1000]);
      // The first page, one in the middle, the last one, and one beyond the end.
      const offset = pick([
        0,
        below(expected.length + 1),
        Math.max(expected.length - 5, 0),
        expected.length + 10,
      ]);
      const what = JSON.stringify({ filter, sort, offset, limit });
      expectRows(
        results.page({ runId, filter, sort, offset, limit }),
        expected.slice(offset, offset + limit),
        what,
      );
      expect(results.count({ runId, filter }), what).toEqual({
        rows: expected.length,
        pairs: new Set(expected.map(({ pairId }) => pairId)).size,
        heads: new Set(expected.map(({ layer, head }) => layer * HEADS + head)).size,
      });
      for (const of of ['layers', 'heads', 'labels'] as const)
        expect(results.facet({ runId, filter, of }), `${of} ${what}`).toEqual(
          plainFacet(plainFilter({ ...filter, [of]: undefined }), of),
        );
      used.add(sort.by);
    }
    expect(used.size).toBe(SORT_KEYS.length);
  });

  it('finds by an expression the rows that JavaScript finds by it', () => {
    for (const search of ['^set [13]\\b', 'not \\d*7$', '^a$', '(1|2){2}']) {
      const filter: ResultFilter = { role: 'set', thresholds: [], search, regex: true };
      const expression = new RegExp(search, 'iu');
      const expected = rows.set.filter(({ original, counterfactual, label }) =>
        [original, counterfactual, label ?? ''].some((text) => expression.test(text)),
      );
      expect(results.count({ runId, filter }).rows, search).toBe(expected.length);
      expect(expected.length, search).toBeGreaterThan(0);
      expect(expected.length, search).toBeLessThan(rows.set.length);
    }
    // As words it is in no sentence.
    expect(results.count({ runId, filter: { role: 'set', thresholds: [], search: '^a$' } }).rows).toBe(0);
  });

  it('says of an expression that cannot be used what is wrong, and comes to the end of one that explodes elsewhere', () => {
    const countOf = (search: string) =>
      results.count({ runId, filter: { role: 'set', thresholds: [], search, regex: true } });
    expect(() => countOf('no(t')).toThrow(/the expression “no\(t” cannot be used: .*RE2/);
    expect(() => countOf('(?=not)')).toThrow('does not look ahead');
    expect(() => countOf('((a{1000}){1000}){1000}')).toThrow('cannot be used');
    expect(() => countOf('.{1,1000}!')).toThrow(/too large: it has \d+ steps, and 500 is the most/);
    expect(countOf('^(([a-z ]+)+)+!$').rows).toBe(0);
  });

  it('goes through texts in turns, and no further than somebody waits', async () => {
    const leaving = new AbortController();
    const visited: number[] = [];
    const going = eachPairInTurns(store.database, { runId, role: 'set' }, 'texts', leaving.signal, (pair) => {
      visited.push(pair.position);
      // Longer than a turn, as an expression may take.
      const until = performance.now() + 15;
      while (performance.now() < until);
      // Heard only where a turn is given.
      if (visited.length === 1) setImmediate(() => leaving.abort());
    });
    await expect(going).rejects.toThrow('nobody waits for it');
    expect(visited.length).toBeLessThan(PAIRS);
    // What nobody waited for any more is begun anew.
    const filter: ResultFilter = { role: 'set', thresholds: [], search: 'set [13]', regex: true };
    const reader = openReadableStore(store.path);
    const fresh = new ResultsService(reader);
    const given = AbortSignal.abort();
    await expect(fresh.lookThroughTexts({ runId, filter }, given)).rejects.toThrow('nobody waits for it');
    await Promise.all([fresh.lookThroughTexts({ runId, filter }), fresh.lookThroughTexts({ runId, filter })]);
    // No sentence is read again.
    const asked = vi.spyOn(reader.database, 'prepare');
    try {
      expect(fresh.count({ runId, filter })).toEqual(results.count({ runId, filter }));
      expect(asked.mock.calls.some(([sql]) => /counterfactual(?!_ids)/.test(sql))).toBe(false);
    } finally {
      asked.mockRestore();
      reader.close();
    }
  });

  it('reads sentences where they are looked through, and not to count, sort or choose labels', () => {
    const reader = openReadableStore(store.path);
    const asked = vi.spyOn(reader.database, 'prepare');
    const readsSentences = () => asked.mock.calls.some(([sql]) => /counterfactual(?!_ids)/.test(sql));
    try {
      const fresh = new ResultsService(reader);
      const ofLabels: ResultFilter = { role: 'set', thresholds: [], labels: ['a'] };
      expect(fresh.facet({ runId, filter: ofLabels, of: 'labels' })).not.toEqual([]);
      const { rows: ofA } = fresh.count({ runId, filter: ofLabels });
      expect(ofA).toBeGreaterThan(0);
      fresh.pairIds({ runId, filter: ofLabels });
      expect(readsSentences()).toBe(false);
      fresh.count({ runId, filter: { ...ofLabels, search: 'set 1' } });
      expect(readsSentences()).toBe(true);
    } finally {
      asked.mockRestore();
      reader.close();
    }
  });

  it('gives all rows, some at a time, to an export, while others write', () => {
    const filter: ResultFilter = {
      role: 'set',
      thresholds: [{ metric: 'value_cosine', comparison: '>', value: 0.9 }],
    };
    const sort: ResultSort = { by: 'max_attention_diff', direction: 'desc' };
    const exported: ResultRow[] = [];
    let chunks = 0;
    for (const chunk of results.all({ runId, filter, sort }, 100)) {
      exported.push(...chunk);
      store.write(() => store.database.prepare("UPDATE run SET error = ''").run());
      chunks++;
    }
    expect(chunks).toBeGreaterThan(3);
    expectRows(exported, plainSort(plainFilter(filter), sort));
  });
});

describe('flags', () => {
  const ofEarlierWork = DEFAULT_FLAG_THRESHOLDS;
  const shareOf = (role: Role, layer: number, head: number, raised: (row: ResultRow) => boolean | null) => {
    const answers = rows[role]
      .filter((row) => row.layer === layer && row.head === head)
      .map(raised)
      .filter((answer) => answer !== null);
    return answers.filter(Boolean).length / answers.length;
  };

  it('have the rates of plain counting, in the set and in its neutrals', () => {
    const { control, pairs, flags } = results.flagRates({ runId, thresholds: ofEarlierWork });
    expect([control, pairs]).toEqual(['neutral', { set: PAIRS, control: PAIRS }]);
    const gap = (row: ResultRow) =>
      quantity(row, { metric: 'value_output_correlation', minus: 'attention_pattern_correlation' });
    const isApart = (row: ResultRow) => {
      const value = gap(row);
      return value === null ? null : value > 0.2;
    };
    const isLow = ({ metrics: { attention_pattern_correlation: value } }: ResultRow) =>
      value === null ? null : value < 0.7;
    for (const [layer, head] of [
      [0, 0],
      [3, 2],
    ] as const) {
      for (const [role, side] of [
        ['set', 'set'],
        ['neutral', 'control'],
      ] as const) {
        expect(flags.reorganisation[side][layer]?.[head]).toBe(shareOf(role, layer, head, isLow));
        expect(flags.semantic_processing[side][layer]?.[head]).toBe(shareOf(role, layer, head, isApart));
      }
      expect(flags.semantic_processing.threshold[layer]?.[head]).toBe(0.2);
    }
    const everywhere = rows.set.map(isApart).filter((answer) => answer !== null);
    expect(flags.semantic_processing.overall.set).toBeCloseTo(
      everywhere.filter(Boolean).length / everywhere.length,
      12,
    );
  });

  it('by head are raised in a twentieth of the control, and filter by the same thresholds', () => {
    const { flags } = results.flagRates({ runId, thresholds: { ...ofEarlierWork, basis: 'control' } });
    for (const flag of FLAG_NAMES) {
      const { metric, minus, comparison } = FLAG_RULES[flag];
      const of: Quantity = { metric, ...(minus !== undefined && { minus }) };
      const limit = percentile(comparison === '>' ? 0.95 : 0.05, { layer: 2, head: 1 }, of);
      expect(flags[flag].threshold[2]?.[1]).toBeCloseTo(limit, 12);
      expect(flags[flag].overall.control).toBeGreaterThan(0.02);
      expect(flags[flag].overall.control).toBeLessThan(0.055);
      const filter: ResultFilter = {
        role: 'set',
        layers: [2],
        heads: [1],
        thresholds: [{ ...of, comparison, value: 'control' }],
      };
      const defined = rows.set.filter(
        (row) => row.layer === 2 && row.head === 1 && quantity(row, of) !== null,
      );
      expect(results.count({ runId, filter }).rows).toBe(
        Math.round((flags[flag].set[2]?.[1] ?? Number.NaN) * defined.length),
      );
    }
  });

  it('have nothing to be compared with in a run without neutrals and control', () => {
    const other = openStore(`${folder.path}/alone.sqlite`);
    const alone = plannedRun(other, { pairs: 3, controlPairs: 0, layers: 1, heads: 1 }).runId;
    const ofOther = new ResultsService(other);
    const thresholds = { ...ofEarlierWork, basis: 'control' as const };
    expect(ofOther.flagRates({ runId: alone, thresholds })).toMatchObject({
      control: null,
      flags: { local_change: { threshold: [[null]], set: [[null]], control: [[null]] } },
    });
    const filter: ResultFilter = {
      role: 'set',
      thresholds: [{ metric: 'value_cosine', comparison: '<', value: 'control' }],
    };
    expect(() => ofOther.count({ runId: alone, filter })).toThrow(
      /neither 5 neutrals of the shape of their pairs nor 5 pairs of a control set/,
    );
    other.close();
  });
});

describe('values and labels', () => {
  it('are those of one head over the pairs, in the set’s order', () => {
    const values = results.values({ runId, metric: 'attention_entropy_diff', layer: 2, head: 5 });
    for (const role of ['set', 'control'] as const) {
      const expected = rows[role].filter(({ layer, head }) => layer === 2 && head === 5);
      expect(values[role]).toEqual(expected.map(({ metrics }) => metrics.attention_entropy_diff));
    }
    expect(results.labels({ runId })).toEqual(['a', 'b', null]);
  });

  it('come for neutrals in the order of their pairs, one for one', () => {
    const read = (role: Role) =>
      readMeasuredPairs(store.database, { runId, role, layers: LAYERS, heads: HEADS, metrics: METRIC_NAMES });
    const [set, neutral] = [read('set'), read('neutral')];
    expect(neutral.pairs).toEqual(set.pairs);
    expect(neutral.values).toHaveLength(set.values.length);
    expect(neutral.values).not.toEqual(set.values);
  });

  it('come as one table for statistics', () => {
    const { pairs, values } = readMeasuredPairs(store.database, {
      runId,
      role: 'control',
      layers: LAYERS,
      heads: HEADS,
      metrics: METRIC_NAMES,
    });
    expect(pairs).toEqual(
      rows.control
        .filter(({ layer, head }) => layer + head === 0)
        .map(({ pairId, position, label }) => ({
          pairId,
          position,
          label,
          cluster: `cluster ${Math.floor(position / 5)}`,
          originalIds: [7, position],
          counterfactualIds: [7, 8, 9],
          aligned: [
            [0, 0],
            [1, 2],
          ],
        })),
    );
    const expected = rows.control.find(
      ({ layer, head, position }) => position === 7 && layer === 1 && head === 3,
    );
    METRIC_NAMES.forEach((name, metric) => {
      const value = values[(7 * METRIC_COUNT + metric) * LAYERS * HEADS + HEADS + 3] ?? 0;
      expect(Number.isNaN(value) ? null : value).toBe(expected?.metrics[name]);
    });
  });
});

it('gives an export the rows of a page, in its order', () => {
  for (let trial = 0; trial < 20; trial++) {
    const filter = randomFilter();
    const sort = randomSort();
    const exported = [...results.all({ runId, filter, sort })].flat();
    const limit = LAYERS * HEADS * PAIRS;
    expectRows(
      exported,
      results.page({ runId, filter, sort, offset: 0, limit }),
      JSON.stringify({ filter, sort }),
    );
  }
});

describe('what was read of the metrics', () => {
  const filter: ResultFilter = { role: 'set', thresholds: [] };
  const sort: ResultSort = { by: 'value_cosine', direction: 'desc' };
  const first = () => results.page({ runId, filter, sort, offset: 0, limit: 1 })[0];

  it('is read anew after a metric of the run has changed', () => {
    first();
    const metric: MetricName = 'value_cosine';
    store.write(() => {
      store.database
        .prepare(
          `UPDATE head_metric SET ${metric} = 5 WHERE role = 'set' AND position = 3 AND layer = 1 AND head = 1`,
        )
        .run();
      forgetDerived(store.database, runId);
    });
    expect(first()).toMatchObject({ position: 3, layer: 1, head: 1, metrics: { value_cosine: 5 } });
  });

  it('is read anew when a pair more is done', () => {
    const before = results.count({ runId, filter });
    store.write(() => {
      store.database
        .prepare("UPDATE run_item SET state = 'planned' WHERE position = 3 AND role = 'set'")
        .run();
    });
    expect(results.count({ runId, filter })).toEqual({
      rows: before.rows - LAYERS * HEADS,
      pairs: before.pairs - 1,
      heads: before.heads,
    });
    expect(first()?.position).not.toBe(3);
    store.write(() => {
      store.database.prepare("UPDATE run_item SET state = 'done'").run();
    });
    expect(results.count({ runId, filter })).toEqual(before);
    expect(first()).toMatchObject({ position: 3, layer: 1, head: 1 });
  });
});

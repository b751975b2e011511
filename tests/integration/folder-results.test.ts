/** Results of a run whose rows are in a folder: the same answers as of the same rows in the store. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { PAIR_NOTES } from '../../src/core/pairs/pair-notes.ts';
import { METRIC_COUNT, METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { DEFAULT_FLAG_THRESHOLDS, FLAG_BASES } from '../../src/core/metrics/flags.ts';
import { ResultsService } from '../../src/main/engine/results/service.ts';
import { Duck } from '../../src/main/engine/run-folders/duck.ts';
import { FolderResults } from '../../src/main/engine/run-folders/folder-results.ts';
import { registerRunFolder } from '../../src/main/engine/run-folders/register.ts';
import { openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { writePairMetrics } from '../../src/main/engine/store/head-metrics.ts';
import { readMeansSoFar } from '../../src/main/engine/store/means-so-far.ts';
import { replaceMark } from '../../src/main/engine/store/marks.ts';
import { readMetricRanges } from '../../src/main/engine/store/metric-ranges.ts';
import { writeNotes } from '../../src/main/engine/store/pair-notes.ts';
import { getRun } from '../../src/main/engine/store/runs.ts';
import {
  COMPARISONS,
  type ResultFilter,
  type ResultSort,
  ROLES,
  SORT_KEYS,
} from '../../src/shared/entities.ts';
import { RESULT_GROUPS } from '../../src/shared/results.ts';
import { plannedRun } from './planned-run.ts';
import { writeRunFiles } from './run-in-folder.ts';
import { temporaryFolder } from './workspace.ts';

const LAYERS = 3;
const HEADS = 4;
const PAIRS = 90;

let folder: ReturnType<typeof temporaryFolder>;
let store: WritableStore;
let duck: Duck;
let inMemory: ResultsService;
let inFolder: FolderResults;
let runId: number;
let pairIds: number[];

const generator = xoroshiro128plus(13);
const below = (bound: number) => uniformInt(generator, 0, bound - 1);
/** Hundredths of either sign: ties are frequent, 0 has both signs. A tenth is undefined. */
const metricValue = () => (below(10) === 0 ? Number.NaN : (below(2) === 0 ? -1 : 1) * (below(61) / 60));

beforeAll(async () => {
  folder = temporaryFolder();
  store = openStore(`${folder.path}/results.sqlite`);
  const planned = plannedRun(store, {
    pairs: PAIRS,
    controlPairs: 25,
    layers: LAYERS,
    heads: HEADS,
    neutrals: true,
  });
  ({ runId } = planned);
  pairIds = planned.items.map(({ pairId }) => pairId);
  store.write((database) => {
    for (const item of planned.items) {
      // Some have failed, of each role: they have no rows.
      if (item.position % 17 === 5) continue;
      const values = Float64Array.from({ length: LAYERS * HEADS * METRIC_COUNT }, metricValue);
      // A head of which a metric is nowhere defined.
      values[METRIC_COUNT * 5] = Number.NaN;
      writePairMetrics(database, { runId, ...item, layers: LAYERS, heads: HEADS, values });
    }
    database
      .prepare(
        `UPDATE run_item SET state = CASE position % 17 WHEN 5 THEN 'failed' ELSE 'done' END,
           original_ids = '[7]', counterfactual_ids = '[8]', aligned = '[[0,0]]'`,
      )
      .run();
    database.prepare("UPDATE run SET state = 'done'").run();
    const { projectId } = getRun(database, runId);
    for (const { pairId, role, position } of planned.items) {
      const notes = PAIR_NOTES.filter((_, nth) => position % (nth + 2) === 0);
      writeNotes(database, runId, { pairId, role, position }, { notes, unknownTokens: 1 });
      // Every third is marked, of those every second pinned.
      if (role === 'set' && position % 3 === 0)
        replaceMark(database, projectId, { pairId }, { note: 'odd', pinned: position % 2 === 0 });
    }
  });
  writeRunFiles(store, { runId, folder: `${folder.path}/parts`, parts: 3 });
  duck = new Duck({ threads: 2, memoryBytes: 512 * 2 ** 20 });
  await registerRunFolder(store, duck, { runId, folder: `${folder.path}/parts` });
  inMemory = new ResultsService(store);
  inFolder = new FolderResults(store.database, duck);
});

afterAll(async () => {
  await duck.close();
  store.close();
  folder.remove();
});

const metric = fc.constantFrom(...METRIC_NAMES.slice(0, 12));
const limit = fc.oneof(
  fc.integer({ min: -62, max: 62 }).map((value) => value / 60),
  fc.constant('control' as const),
);
const threshold = fc.record(
  { metric, minus: metric, comparison: fc.constantFrom(...COMPARISONS), value: limit },
  { requiredKeys: ['metric', 'comparison', 'value'] },
);
const filter: fc.Arbitrary<ResultFilter> = fc.record(
  {
    role: fc.constantFrom('set' as const, 'set' as const, ...ROLES),
    thresholds: fc.array(threshold, { maxLength: 3 }),
    match: fc.constantFrom('all' as const, 'any' as const),
    layers: fc.subarray([0, 1, 2, 7]),
    heads: fc.subarray([0, 1, 2, 3]),
    labels: fc.subarray(['a', 'b', 'nobody’s', null]),
    search: fc.constantFrom('SET 1', 'not 2', 'a', ' ', 'neutral', '%', '_', '^set [12]'),
    regex: fc.constant(true as const),
    pairId: fc.integer({ min: 0, max: PAIRS + 30 }),
    pinned: fc.constant(true as const),
    marked: fc.constant(true as const),
    known: fc.constantFrom(...PAIR_NOTES),
  },
  { requiredKeys: ['role', 'thresholds'] },
);
/** Where a filter names a pair, marks or notes, nearly nothing passes: most have neither. */
const often = fc
  .tuple(filter, fc.integer({ min: 0, max: 9 }))
  .map(([{ pairId, pinned, marked, known, ...rest }, rare]): ResultFilter => ({
    ...rest,
    ...(rare === 0 && pairId !== undefined && { pairId }),
    ...(rare === 1 && pinned !== undefined && { pinned }),
    ...(rare <= 2 && marked !== undefined && { marked }),
    ...((rare === 2 || rare === 3) && known !== undefined && { known }),
  }));
const step = fc.record({ by: fc.constantFrom(...SORT_KEYS), direction: fc.constantFrom('asc', 'desc') });
const sort = fc
  .tuple(step, fc.array(step, { maxLength: 3 }))
  .map(([first, then]): ResultSort => ({ ...first, ...(then.length > 0 && { then }) }));

/** Sums may be put together in another order: they are compared to 12 places, all else to the last bit. */
function comparable(answer: unknown): unknown {
  return JSON.parse(
    JSON.stringify(answer, (key, value: unknown) =>
      key === 'mean' && typeof value === 'number' ? value.toFixed(12) : value,
    ),
  );
}

async function expectSame(what: string, mine: () => unknown, theirs: () => unknown): Promise<void> {
  const [expected, actual] = await Promise.all([outcomeOf(theirs), outcomeOf(mine)]);
  expect(comparable(actual), what).toEqual(comparable(expected));
}

async function outcomeOf(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    return { refused: String(error) };
  }
}

describe('any filter and sort', () => {
  it('has the rows, counts, pairs and heads of the same run in the store', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        often,
        sort,
        metric,
        fc.nat(400),
        fc.constantFrom(1, 7, 60),
        async (of, by, shown, offset, many) => {
          const page = { runId, filter: of, sort: by, offset, limit: many };
          const what = JSON.stringify(page);
          await expectSame(
            `page ${what}`,
            () => inFolder.page(page),
            () => inMemory.page(page),
          );
          const chosen = { runId, filter: of };
          await expectSame(
            `count ${what}`,
            () => inFolder.count(chosen),
            () => inMemory.count(chosen),
          );
          for (const of of ['layers', 'heads', 'labels'] as const)
            await expectSame(
              `${of} ${what}`,
              () => inFolder.facet({ ...chosen, of }),
              () => inMemory.facet({ ...chosen, of }),
            );
          await expectSame(
            `ids ${what}`,
            () => inFolder.pairIds(chosen),
            () => inMemory.pairIds(chosen),
          );
          const lines = { ...page, offset: offset % 60, metric: shown };
          await expectSame(
            `pairs ${what} ${shown}`,
            () => inFolder.pairs(lines),
            () => inMemory.pairs(lines),
          );
          const heads = { ...chosen, metric: shown };
          await expectSame(
            `heads ${what} ${shown}`,
            () => inFolder.heads(heads),
            () => inMemory.heads(heads),
          );
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('has the lines beside a line, deciles and distributions', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        often,
        sort,
        metric,
        fc.constantFrom(...RESULT_GROUPS),
        fc.nat(PAIRS * 2),
        fc.nat(LAYERS),
        fc.nat(HEADS - 1),
        async (of, by, shown, group, which, layer, head) => {
          const chosen = { runId, filter: of };
          const at = { ...chosen, sort: by, metric: shown, group, pairId: pairIds[which] ?? 0, layer, head };
          const what = JSON.stringify(at);
          if (layer < LAYERS)
            await expectSame(
              `beside ${what}`,
              () => inFolder.neighbours(at),
              () => inMemory.neighbours(at),
            );
          const deciles = { ...chosen, metric: shown, layer, head };
          await expectSame(
            what,
            () => inFolder.deciles(deciles),
            () => inMemory.deciles(deciles),
          );
          const bins = { ...chosen, metrics: [shown, METRIC_NAMES[0]!], bins: 1 + which };
          await expectSame(
            what,
            () => inFolder.histograms(bins),
            () => inMemory.histograms(bins),
          );
        },
      ),
      { numRuns: 80, seed: 2 },
    );
  });
});

it('has the limits, flags, ranges, means and values of every metric', async () => {
  for (const name of METRIC_NAMES) {
    await expectSame(
      name,
      () => inFolder.limits({ runId, metric: name }),
      () => inMemory.limits({ runId, metric: name }),
    );
    const at = { runId, metric: name, layer: 1, head: 1 };
    await expectSame(
      name,
      () => inFolder.values(at),
      () => inMemory.values(at),
    );
  }
  for (const basis of FLAG_BASES) {
    const thresholds = { ...DEFAULT_FLAG_THRESHOLDS, basis };
    await expectSame(
      basis,
      () => inFolder.flagRates({ runId, thresholds }),
      () => inMemory.flagRates({ runId, thresholds }),
    );
  }
  expect(await inFolder.metricRanges(runId)).toEqual(readMetricRanges(store.database, runId));
  const means = await inFolder.means({ runId, metric: 'value_cosine' });
  const expected = readMeansSoFar(store.database, runId, 'value_cosine');
  expect(means.mean.flat().map((value) => value?.toPrecision(12))).toEqual(
    expected.mean.flat().map((value) => value?.toPrecision(12)),
  );
});

it('gives all rows to an export, in any order, some at a time', async () => {
  for (const by of ['pair', 'value_cosine', 'label'] as const) {
    const request: { runId: number; filter: ResultFilter; sort: ResultSort } = {
      runId,
      filter: { role: 'set', thresholds: [{ metric: 'value_cosine', comparison: '>', value: -0.5 }] },
      sort: { by, direction: 'asc' },
    };
    const chunks = await Array.fromAsync(inFolder.all(request, 100));
    expect(chunks.length).toBeGreaterThan(3);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(chunks.flat()).toEqual([...inMemory.all(request)].flat());
  }
});

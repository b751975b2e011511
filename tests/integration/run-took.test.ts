import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  getRun,
  markInterrupted,
  markRunning,
  markStopped,
  markWaiting,
} from '../../src/main/engine/store/runs.ts';
import type { WritableDatabase } from '../../src/main/engine/store/handles.ts';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { missingBlocks } from '../../src/main/engine/store/metric-blocks.ts';
import { countWork } from '../../src/main/engine/store/time-at-work.ts';
import {
  addSet,
  GOLDEN_BERT,
  GOLDEN_PAIRS,
  MINILM,
  openWorkspace,
  planRun,
  runPairs,
  type Workspace,
} from './workspaces.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.dispose());

test('a run’s forecast is that of the runs before it; time and disk beside it are its own', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'golden', GOLDEN_PAIRS);
  const [first, second] = [await runPairs(engine, { setId }), await runPairs(engine, { setId })];
  const [before, after] = await Promise.all(
    [first, second].map(({ id }) => engine.readings.slow.tookOfRun(id)),
  );
  // Nothing was before the first.
  expect(before?.forecast).toMatchObject({ seconds: null, isRough: false });
  const seconds = first.secondsAtWork ?? NaN;
  expect(before?.seconds).toBe(seconds);
  expect(seconds).toBeCloseTo(
    (Date.parse(first.finishedAt ?? '') - Date.parse(first.startedAt ?? '')) / 1000,
    1,
  );
  // As many tokens at the pace of the one before.
  expect(after?.forecast).toMatchObject({ isRough: false });
  expect(after?.forecast.seconds).toBeCloseTo(seconds, 9);
  // Of the same pairs, the same.
  expect(after?.forecast.bytes).toBe(before?.forecast.bytes);
  expect(after?.bytes).toBe(before?.bytes);
  expect(before?.bytes).toBeGreaterThan(0);
});

const LETTERS = Array.from({ length: 100 }, (_, at) => ({
  original: `The mayor answered ${at} letters.`,
  counterfactual: `The mayor never answered ${at} letters.`,
}));
const MANY_GOLDEN = Array.from({ length: 60 }, (_, at) =>
  GOLDEN_PAIRS.map(({ original_ids, counterfactual_ids }) => ({
    original_ids: [...original_ids, 20 + at],
    counterfactual_ids: [...counterfactual_ids, 20 + at],
  })),
).flat();

test.each([
  // Eight heads: blocks and tensors are short, and rows that do not fill their pages count for more.
  { name: 'tiny', model: GOLDEN_BERT, pairs: MANY_GOLDEN, keep: 'none', factor: 1.1 },
  { name: 'tiny, kept', model: GOLDEN_BERT, pairs: MANY_GOLDEN, keep: 'all', factor: 1.15 },
  { name: 'letters', model: MINILM, pairs: LETTERS, keep: 'none', factor: 1.05 },
  { name: 'letters, kept', model: MINILM, pairs: LETTERS, keep: 'all', factor: 1.05 },
] as const)(
  'the file of the workspace grows by what was forecast, and what a run took is said: $name',
  async ({ name, model, pairs, keep, factor }) => {
    const { engine } = workspace;
    const { database } = engine.store;
    const fileBytes = (): number =>
      ['page_count', 'page_size'].reduce(
        (product, name) => product * Number(database.pragma(name, { simple: true })),
        1,
      );
    const setId = await addSet(engine, name, pairs);
    const before = fileBytes();
    const { id } = await runPairs(engine, { setId, model, options: { keep } });
    // Columns are laid out when nothing else is to be done.
    await vi.waitFor(
      () => expect(METRIC_NAMES.flatMap((metric) => missingBlocks(database, id, metric))).toEqual([]),
      { timeout: 30_000 },
    );
    const grown = fileBytes() - before;
    const { bytes, forecast } = await engine.readings.slow.tookOfRun(id);
    for (const said of [forecast.bytes, bytes]) {
      expect(said).toBeGreaterThan(grown / factor);
      expect(said).toBeLessThan(grown * factor);
    }
  },
);

test('statements are counted by their tokens, an original with a neutral once', async () => {
  const { engine } = workspace;
  const setId = await addSet(engine, 'lengths', GOLDEN_PAIRS);
  const run = await runPairs(engine, { setId });
  const lengths = await engine.readings.slow.lengthsOfRun(run.id);
  expect(lengths.reduce((sum, { statements }) => sum + statements, 0)).toBe(2 * run.done + run.neutrals.done);
  const counted = engine.store.database
    .prepare('SELECT original_ids AS a, counterfactual_ids AS b, role FROM run_item WHERE run_id = ?')
    .all(run.id) as { a: string; b: string; role: string }[];
  const own = new Map<number, number>();
  for (const { a, b, role } of counted)
    for (const ids of role === 'neutral' ? [b] : [a, b]) {
      const { length } = JSON.parse(ids) as number[];
      own.set(length, (own.get(length) ?? 0) + 1);
    }
  expect(lengths).toEqual(
    [...own].map(([tokens, statements]) => ({ tokens, statements })).toSorted((x, y) => x.tokens - y.tokens),
  );
  const planned = await planRun(engine, { setId });
  expect(await engine.readings.slow.lengthsOfRun(planned.id)).toEqual([]);
});

describe('the time at work', () => {
  const FRIDAY = Date.parse('2026-11-20T16:00:00.000Z');
  const MONDAY = Date.parse('2026-11-23T09:00:00.000Z');

  let setId: number | undefined;

  /** At so many milliseconds, to the store of a run that was just planned. */
  async function storeAt() {
    const { engine } = workspace;
    setId ??= await addSet(engine, 'at work', GOLDEN_PAIRS);
    const { id } = await planRun(engine, { setId });
    const database = engine.store.database as WritableDatabase;
    vi.useFakeTimers({ toFake: ['Date'] });
    const at = (time: number, write: (database: WritableDatabase) => void): void => {
      vi.setSystemTime(time);
      write(database);
    };
    return { id, at, worked: () => getRun(database, id).secondsAtWork };
  }

  test('is the sum of the stretches in which a run went on, without the weekend between them', async () => {
    const { id, at, worked } = await storeAt();
    try {
      at(FRIDAY, (database) => markRunning(database, id));
      at(FRIDAY + 60_000, (database) => countWork(database, 'run', id));
      at(FRIDAY + 90_500, (database) => markStopped(database, id, 'cancelled', null));
      expect(worked()).toBe(90.5);
      at(MONDAY, (database) => markWaiting(database, id));
      at(MONDAY + 20_000, (database) => markRunning(database, id));
      at(MONDAY + 50_000, (database) => markStopped(database, id, 'done', null));
      expect(worked()).toBe(120.5);
    } finally {
      vi.useRealTimers();
    }
  });

  test('ends with the last batch that was stored where the engine was killed', async () => {
    const { id, at, worked } = await storeAt();
    try {
      at(FRIDAY, (database) => markRunning(database, id));
      at(FRIDAY + 40_000, (database) => countWork(database, 'run', id));
      at(MONDAY, (database) => void markInterrupted(database));
      expect(worked()).toBe(40);
      at(MONDAY + 1000, (database) => markRunning(database, id));
      at(MONDAY + 3000, (database) => markStopped(database, id, 'done', null));
      expect(worked()).toBe(42);
    } finally {
      vi.useRealTimers();
    }
  });

  test('is not known of a run that was begun before it was kept', async () => {
    const { id, at, worked } = await storeAt();
    try {
      at(FRIDAY, (database) => markRunning(database, id));
      at(FRIDAY + 1000, (database) => markStopped(database, id, 'cancelled', null));
      at(FRIDAY + 2000, (database) =>
        database.prepare('UPDATE run SET seconds_at_work = NULL WHERE id = ?').run(id),
      );
      at(MONDAY, (database) => markRunning(database, id));
      at(MONDAY + 1000, (database) => markStopped(database, id, 'done', null));
      expect(worked()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs, type Workspace } from './workspaces.ts';

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
  const seconds = (Date.parse(first.finishedAt ?? '') - Date.parse(first.startedAt ?? '')) / 1000;
  expect(before?.seconds).toBe(seconds);
  // As many tokens at the pace of the one before.
  expect(after?.forecast).toMatchObject({ isRough: false });
  expect(after?.forecast.seconds).toBeCloseTo(seconds, 9);
  // Of the same pairs, the same.
  expect(after?.forecast.bytes).toBe(before?.forecast.bytes);
  expect(after?.bytes).toBe(before?.bytes);
  expect(before?.bytes).toBeGreaterThan(0);
});

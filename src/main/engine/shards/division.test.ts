import { describe, expect, test } from 'vitest';
import { RUN_WINDOW } from '../../../shared/run-costs.ts';
import { shareOf } from './division.ts';

/** Whose each batch is, of a plan of so many windows of so many batches: the shards that take it, by window and batch. */
function takers(of: number, windows: number, batches: number): number[][][] {
  const shares = Array.from({ length: of }, (_, at) => shareOf({ shard: at + 1, of }, windows * RUN_WINDOW));
  return Array.from({ length: windows }, (_, window) =>
    Array.from({ length: batches }, (_, batch) =>
      shares.flatMap((share, at) =>
        share.takesWindow(window) && share.takesBatch(window, batch) ? [at + 1] : [],
      ),
    ),
  );
}

describe.each([
  [1, 1, 1],
  [1, 100, 3],
  [4, 1, 40],
  [4, 3, 41],
  [7, 2, 3],
  [4, 32, 50],
  [4, 31, 50],
  [10, 80, 5],
  [100, 3, 7],
])('%i shards over %i windows of %i batches', (of, windows, batches) => {
  const taken = takers(of, windows, batches).flat();

  test('take every batch once', () => {
    expect(taken.every((shards) => shards.length === 1)).toBe(true);
  });

  test('have alike many', () => {
    const counts = Array.from({ length: of }, (_, at) => taken.filter(([shard]) => shard === at + 1).length);
    // One more of each window at most; of whole windows, one window.
    const atMost = windows >= 8 * of ? batches : windows;
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(atMost);
  });
});

test('whole windows are passed over when there are enough of them', () => {
  const share = shareOf({ shard: 2, of: 4 }, 32 * RUN_WINDOW);
  expect([0, 1, 2, 3, 4, 5].map((window) => share.takesWindow(window))).toEqual([
    false,
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('a shard of fewer windows looks at all of them, and begins each with another batch', () => {
  const share = shareOf({ shard: 1, of: 3 }, 2 * RUN_WINDOW);
  const ours = (window: number) => [0, 1, 2, 3, 4, 5].filter((batch) => share.takesBatch(window, batch));
  expect(share.takesWindow(0) && share.takesWindow(1)).toBe(true);
  expect([ours(0), ours(1)]).toEqual([
    [0, 3],
    [2, 5],
  ]);
});

import { expect, test } from 'vitest';
import { METRIC_COUNT } from '../core/metrics/catalogue.ts';
import type { DeviceChoice } from './devices.ts';
import { bytesOfRow, bytesOfRun, durationOfRun } from './run-costs.ts';

const ON_CPU = { asked: 'cpu', device: 'cpu' } as const;
const SHAPE = { layers: 2, heads: 4, dHead: 8 };

test('disk by what is kept: metrics a comparison and head, their columns in blocks of 32 pairs, patterns by n², outputs by n', () => {
  // Two statements of 10 tokens, one comparison.
  const load = { comparisons: 1, tokens: 20, squares: 200 };
  // A block of 2048 bytes has a page of 4096 for itself: two with their keys are longer.
  const metrics = 8 * METRIC_COUNT * 10.4 + 600 + METRIC_COUNT * 4096;
  expect(bytesOfRun(load, SHAPE, 'none')).toBe(Math.round(metrics));
  expect(bytesOfRun(load, SHAPE, 'patterns')).toBe(Math.round(metrics + 1.035 * 200 * 8 * 4));
  expect(bytesOfRun(load, SHAPE, 'all')).toBe(Math.round(metrics + 1.035 * (200 * 8 * 4 + 20 * 8 * 8 * 4)));
});

test('a row takes its share of a page, and pages of its own for what is longer', () => {
  // 110 bytes around the data: four rows a page.
  expect(bytesOfRow(890)).toBe(1024);
  // 4062 bytes are one more than a page has room for: 489 begin with others, eight a page, and the rest have a page.
  expect(bytesOfRow(4061 - 110)).toBe(4096);
  expect(bytesOfRow(4062 - 110)).toBe(4096 + 4096 / 8);
  // 32 pairs of 72 heads: four whole pages, and 2174 bytes that leave no room for another.
  expect(bytesOfRow(32 * 72 * 8)).toBe(5 * 4096);
});

const OWN = { weightsHash: 'a', parameters: 10, squares: 0 } as const;
const LOAD = { tokens: 100, squares: 0 };

test('time by the latest three runs of the same weights, the one in their middle', () => {
  const paces = [
    { ...OWN, tokens: 100, seconds: 30, ...ON_CPU },
    { ...OWN, tokens: 100, seconds: 20, ...ON_CPU },
    { ...OWN, tokens: 50, seconds: 20, ...ON_CPU },
    { ...OWN, tokens: 100, seconds: 1, ...ON_CPU },
    { ...OWN, weightsHash: 'b', tokens: 100, seconds: 1, ...ON_CPU },
  ];
  const said = (latest: typeof paces) => durationOfRun(LOAD, OWN, { paces: latest }, 'cpu');
  // The fastest of all is older than three.
  expect(said(paces)).toEqual({ seconds: 30, isRough: false });
  expect(said(paces.slice(0, 2))).toEqual({ seconds: 30, isRough: false });
  expect(said(paces.slice(1))).toEqual({ seconds: 20, isRough: false });
});

test('long statements take longer than as many tokens in short ones', () => {
  const short = { ...OWN, tokens: 21_515, squares: 220_121, seconds: 29.5, ...ON_CPU };
  const long = { tokens: 2885, squares: 997_741 };
  const forecast = durationOfRun(long, OWN, { paces: [short] }, 'cpu');
  // They took 32 s, and 4 s by tokens alone.
  expect(forecast?.isRough).toBe(false);
  expect(forecast?.seconds).toBeGreaterThan(25);
  expect(forecast?.seconds).toBeLessThan(40);
});

test('a run of four pairs says little of one of hundreds, and nothing beside one of that size', () => {
  const tiny = { ...OWN, tokens: 10, seconds: 5, ...ON_CPU };
  const large = { ...OWN, tokens: 80, seconds: 16, ...ON_CPU };
  expect(durationOfRun(LOAD, OWN, { paces: [tiny, large] }, 'cpu')).toEqual({ seconds: 20, isRough: false });
  expect(durationOfRun(LOAD, OWN, { paces: [tiny] }, 'cpu')).toEqual({ seconds: 50, isRough: true });
});

test('of weights that were never run: by the others, by size, in the middle of what they say', () => {
  const paces = [1, 2, 9].map((seconds) => ({ ...OWN, tokens: 1, seconds, ...ON_CPU }));
  const never = { weightsHash: 'c', parameters: 30 };
  const load = { tokens: 10, squares: 0 };
  expect(durationOfRun(load, never, { paces }, 'cpu')).toEqual({ seconds: 60, isRough: true });
  expect(durationOfRun(load, never, { paces: [] }, 'cpu')).toBeNull();
});

test('of a device by runs on that device alone; of auto by what it came to before', () => {
  const own = { ...OWN, tokens: 1 };
  const paces = [
    { ...own, seconds: 8, asked: 'cpu', device: 'cpu' },
    { ...own, seconds: 4, asked: 'auto', device: 'webgpu' },
    { ...own, seconds: 3, asked: 'webgpu', device: 'webgpu' },
    // It was asked for, and failed.
    { ...own, seconds: 9, asked: 'cuda', device: 'cpu' },
  ] as const;
  const secondsOn = (on: DeviceChoice) =>
    durationOfRun({ tokens: 1, squares: 0 }, own, { paces: [...paces] }, on)?.seconds;
  expect((['cpu', 'webgpu', 'auto', 'cuda'] as const).map(secondsOn)).toEqual([9, 4, 4, undefined]);
});

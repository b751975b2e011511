import { expect, test } from 'vitest';
import { METRIC_COUNT } from '../core/metrics/catalogue.ts';
import type { DeviceChoice } from './devices.ts';
import { bytesOfRun, durationOfRun } from './run-costs.ts';

const ON_CPU = { asked: 'cpu', device: 'cpu' } as const;
const SHAPE = { layers: 2, heads: 4, dHead: 8 };

test('disk by what is kept: metrics a comparison and head, their columns in blocks of 32 pairs, patterns by n², outputs by n', () => {
  // Two statements of 10 tokens, one comparison.
  const load = { comparisons: 1, tokens: 20, squares: 200 };
  const metrics = 8 * METRIC_COUNT * 10.4 + 600 + 32 * 8 * METRIC_COUNT * 8;
  expect(bytesOfRun(load, SHAPE, 'none')).toBe(Math.round(metrics));
  expect(bytesOfRun(load, SHAPE, 'patterns')).toBe(Math.round(metrics + 1.035 * 200 * 8 * 4));
  expect(bytesOfRun(load, SHAPE, 'all')).toBe(Math.round(metrics + 1.035 * (200 * 8 * 4 + 20 * 8 * 8 * 4)));
});

test('time by the fastest run of the same weights', () => {
  const paces = [
    { weightsHash: 'a', parameters: 10, secondsPerToken: 0.5, ...ON_CPU },
    { weightsHash: 'a', parameters: 10, secondsPerToken: 0.25, ...ON_CPU },
    { weightsHash: 'b', parameters: 10, secondsPerToken: 0.01, ...ON_CPU },
  ];
  expect(durationOfRun({ tokens: 100 }, { weightsHash: 'a', parameters: 10 }, { paces }, 'cpu')).toEqual({
    seconds: 25,
    isRough: false,
  });
});

test('of weights that were never run: by the others, by size, in the middle of what they say', () => {
  const paces = [1, 2, 9].map((secondsPerToken) => ({
    weightsHash: 'a',
    parameters: 10,
    secondsPerToken,
    ...ON_CPU,
  }));
  const never = { weightsHash: 'c', parameters: 30 };
  expect(durationOfRun({ tokens: 10 }, never, { paces }, 'cpu')).toEqual({ seconds: 60, isRough: true });
  expect(durationOfRun({ tokens: 10 }, never, { paces: [] }, 'cpu')).toBeNull();
});

test('of a device by runs on that device alone; of auto by what it came to before', () => {
  const own = { weightsHash: 'a', parameters: 10 };
  const paces = [
    { ...own, secondsPerToken: 8, ...ON_CPU },
    { ...own, secondsPerToken: 4, asked: 'auto', device: 'webgpu' },
    { ...own, secondsPerToken: 2, asked: 'webgpu', device: 'webgpu' },
    // It was asked for, and failed.
    { ...own, secondsPerToken: 1, asked: 'cuda', device: 'cpu' },
  ] as const;
  const secondsOn = (on: DeviceChoice) =>
    durationOfRun({ tokens: 1 }, own, { paces: [...paces] }, on)?.seconds;
  expect((['cpu', 'webgpu', 'auto', 'cuda'] as const).map(secondsOn)).toEqual([1, 2, 4, undefined]);
});

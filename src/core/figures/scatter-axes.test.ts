import { describe, expect, it } from 'vitest';
import { axisOf, chosenAxes, SCALES } from './scatter-axes.ts';

describe('axes', () => {
  it('are by roots where one head leaves the others in a heap', () => {
    const heap = [...Array.from({ length: 19 }, (_, at) => 0.001 * at), 0.4];
    expect(chosenAxes('auto', [heap, [0, 1, 2]])).toBe('root');
    expect(chosenAxes('auto', [[0, 1, 2], Array.from({ length: 20 }, (_, at) => at)])).toBe('linear');
    expect(chosenAxes('linear', [heap])).toBe('linear');
    expect(chosenAxes('auto', [[], []])).toBe('linear');
  });

  it.each(['linear', 'root'] as const)('hold every number and 0, with round ticks (%s)', (name) => {
    const scale = SCALES[name];
    const { low, high, ticks } = axisOf([-0.004, 0.02, 0.45], 400, scale);
    expect(scale.to(-0.004)).toBeGreaterThan(low);
    expect(scale.to(0.45)).toBeLessThan(high);
    expect(ticks).toContain(0);
    expect(ticks.every((tick) => scale.to(tick) >= low && scale.to(tick) <= high)).toBe(true);
    for (const value of [-0.3, 0, 0.07, 2]) expect(scale.from(scale.to(value))).toBeCloseTo(value, 12);
  });

  it('has ticks by roots that stand apart', () => {
    const { low, high, ticks } = axisOf([-0.01, 0.5], 400, SCALES.root);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
    const places = ticks.map((tick) => (400 * (SCALES.root.to(tick) - low)) / (high - low));
    places.slice(1).forEach((place, at) => expect(place - (places[at] ?? NaN)).toBeGreaterThanOrEqual(55.9));
  });
});

import { expect, test } from 'vitest';
import { exampleRow } from '../../../core/analyses/statistics/statistics-row.example.ts';
import { alongAxis, forestAxis, forestMarks } from './forest.ts';

const compared = (control: number, difference: number, low: number, high: number) =>
  exampleRow(0, 0, {
    comparison: 'paired',
    control_mean: control,
    difference,
    difference_ci_low: low,
    difference_ci_high: high,
  });

test('the interval is that of the difference, from the control: it holds the control where it holds 0', () => {
  const { set, control, interval } = forestMarks(compared(0.25, 0.5, -0.125, 1));
  expect([set, control, interval]).toEqual([0.75, 0.25, [0.125, 1.25]]);
});

test('compared with nothing, a head has its mean and the interval of that', () => {
  expect(forestMarks(exampleRow(0, 0, { mean: 0.5, ci_low: 0.25, ci_high: 0.75 }))).toEqual({
    set: 0.5,
    control: null,
    interval: [0.25, 0.75],
  });
});

test('the axis starts at 0 where 0 is near, holds all dots, and is not stretched by one interval', () => {
  const rows = [compared(0.05, 0.2, 0.15, 0.25), compared(0.04, 0.01, -5, 5)];
  const axis = forestAxis(rows, false);
  expect(axis.low).toBeLessThanOrEqual(0.04);
  expect(axis.high).toBeGreaterThanOrEqual(0.25);
  expect(axis.high).toBeLessThan(0.5);
  expect(forestAxis([compared(0.9, 0.05, 0.02, 0.08)], false).low).toBeGreaterThan(0.5);
  expect(forestAxis([compared(0.9, 0.05, 0.02, 0.08)], true).low).toBe(0);
});

test('one value alone still has an axis', () => {
  const axisAt = (mean: number) => forestAxis([exampleRow(0, 0, { mean })], false);
  expect(axisAt(0)).toMatchObject({ low: 0, high: 1 });
  expect(axisAt(0.02)).toMatchObject({ low: 0, high: 0.04 });
  expect(alongAxis({ low: -1, high: 1, ticks: [] }, 0)).toBe(50);
});

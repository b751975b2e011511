import { expect, test } from 'vitest';
import { exampleRow } from './statistics-row.example.ts';
import { forestMarks } from './forest-marks.ts';

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
    controlInterval: null,
  });
});

import { expect, test } from 'vitest';
import { exampleRow } from './statistics-row.example.ts';
import { forestMarks, setMean } from './forest-marks.ts';

const compared = (control: number, difference: number, low: number, high: number) =>
  exampleRow(0, 0, {
    comparison: 'paired',
    control_mean: control,
    difference,
    difference_ci_low: low,
    difference_ci_high: high,
  });

test('the difference is drawn with its own interval, which holds 0 where the test finds none', () => {
  expect(forestMarks(compared(0.25, 0.5, -0.125, 1))).toEqual({
    set: 0.5,
    control: null,
    interval: [-0.125, 1],
    controlInterval: null,
  });
  expect(setMean(compared(0.25, 0.5, -0.125, 1))).toBe(0.75);
});

test('compared with nothing, a head has its mean and the interval of that', () => {
  expect(forestMarks(exampleRow(0, 0, { mean: 0.5, ci_low: 0.25, ci_high: 0.75 }))).toEqual({
    set: 0.5,
    control: null,
    interval: [0.25, 0.75],
    controlInterval: null,
  });
});

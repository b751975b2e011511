import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { namedTensor } from '../named-tensor.ts';
import { eigenvaluesOf, qkOvEigenvalues } from './eigenvalues-figure.ts';

// One layer of two heads, with two eigenvalues each; the second head has one that was not computed.
const result = new Map([
  ['circuits.raw.ov_residual_eigen', namedTensor({ layer: 1, head: 2, share: 2 }, new Float64Array(4))],
  [
    'circuits.raw.ov_eigenvalues',
    namedTensor({ layer: 1, head: 2, eigenvalue: 2, part: 2 }, Float64Array.of(4, 0, 0, -1, -9, 0, NaN, NaN)),
  ],
]);
const source = { analysis: 3, title: 'QK and OV', model: 'tiny', subject: '', items: 1, unit: 'heads' };
const data = { source, result, circuit: 'ov', layer: 0, head: 0 } as const;

test('of one head, without those that were not computed', () => {
  expect(eigenvaluesOf(result, 'ov', { layer: 0, head: 1 })).toEqual([{ real: -9, imaginary: 0 }]);
  expect(eigenvaluesOf(result, 'qk', { layer: 0, head: 0 })).toEqual([]);
});

test('the largest lies on the circle, one of a quarter of its modulus half as far, imaginary parts upward', () => {
  const { option, note } = qkOvEigenvalues.draw(data, FIGURE_THEMES.light);
  const [series] = [option.series ?? []].flat() as unknown as { data: { value: number[] }[] }[];
  expect(series?.data.map(({ value }) => value)).toEqual([
    [206, 110],
    [110, 158],
  ]);
  expect(note).toContain('the largest modulus 4.');
});

test('its numbers as they are', () => {
  expect(qkOvEigenvalues.csv(data)).toBe('real,imaginary\n4,0\n0,-1\n');
});

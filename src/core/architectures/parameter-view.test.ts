import { expect, it } from 'vitest';
import { ParameterView, rowMajorStrides } from './parameter-view.ts';

/** The numbers of a view into a file that holds 0, 1, 2, …, row-major. */
function numbersOf({ shape, strides, offset }: ParameterView): number[] {
  return shape.reduce(
    (starts, size, axis) =>
      starts.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * (strides[axis] ?? NaN))),
    [offset],
  );
}

it('lies row after row from its offset on', () => {
  expect(numbersOf(ParameterView.rowMajor([2, 3], 4))).toEqual([4, 5, 6, 7, 8, 9]);
  expect(rowMajorStrides([5, 2, 3])).toEqual([6, 3, 1]);
  expect(rowMajorStrides([])).toEqual([]);
});

const MATRIX = ParameterView.rowMajor([2, 6], 0);

// numpy: m = numpy.arange(12).reshape(2, 6), then .reshape, [:, a:b], [:, i], .transpose
it.each<[string, ParameterView, number[], number[]]>([
  ['split, it has the same numbers', MATRIX.split(1, [3, 2]), [2, 3, 2], [...Array(12).keys()]],
  ['a slice', MATRIX.slice(1, 2, 4), [2, 2], [2, 3, 8, 9]],
  ['one column', MATRIX.select(1, 5), [2], [5, 11]],
  ['a transpose', MATRIX.transpose([1, 0]), [6, 2], [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]],
  [
    'the second of three parts, by head: m.reshape(2, 3, 2, 1)[:, 1].transpose(1, 0, 2)',
    MATRIX.split(1, [3, 2, 1]).select(1, 1).transpose([1, 0, 2]),
    [2, 2, 1],
    [2, 8, 3, 9],
  ],
  [
    'the second part of each head: m.reshape(2, 2, 3, 1)[:, :, 1].transpose(1, 0, 2)',
    MATRIX.split(1, [2, 3, 1]).select(2, 1).transpose([1, 0, 2]),
    [2, 2, 1],
    [1, 7, 4, 10],
  ],
  [
    'a row of a transpose that is split',
    MATRIX.transpose([1, 0]).split(0, [2, 3]).select(0, 1),
    [3, 2],
    [3, 9, 4, 10, 5, 11],
  ],
])('%s', (_what, view, shape, numbers) => {
  expect(view.shape).toEqual(shape);
  expect(numbersOf(view)).toEqual(numbers);
});

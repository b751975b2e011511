import { expect, it } from 'vitest';
import { namedTensor, orNull, scalar, scalarOf, tensorOf } from './named-tensor.ts';

it('axes and lengths come from the sizes, in their order', () => {
  expect(namedTensor({ layer: 2, head: 3 }, new Float32Array(6))).toMatchObject({
    axes: ['layer', 'head'],
    shape: [2, 3],
  });
  expect(namedTensor({ layer: 2, head: 0 }, new Float32Array())).toMatchObject({ shape: [2, 0] });
});

it('another number of values is refused with both', () => {
  expect(() => namedTensor({ layer: 2, head: 3 }, new Float32Array(5))).toThrow(
    '5 values are not [layer, head] = [2, 3]',
  );
});

it('a scalar is one number, or undefined', () => {
  const tensors = new Map([
    ['one', scalar(0.5)],
    ['none', scalar(Number.NaN)],
  ]);
  expect(tensors.get('one')).toMatchObject({ axes: [], shape: [] });
  expect(scalarOf(tensors, 'one')).toBe(0.5);
  expect(scalarOf(tensors, 'none')).toBeNull();
  expect(() => tensorOf(tensors, 'two')).toThrow('no tensor "two"; there are one, none');
});

it.each([
  [0, 0],
  [-Infinity, -Infinity],
  [Number.NaN, null],
  [undefined, null],
])('%s is shown as %s', (value, shown) => {
  expect(orNull(value)).toBe(shown);
});

import { describe, expect, test } from 'vitest';
import { findParameters, orderAfterClick, type Parameter, type ParameterSort } from './parameters.ts';

const TENSORS: Parameter[] = [
  { name: 'layer.10.weight', shape: [4, 2], dtype: 'F16', bytes: 16, used: true },
  { name: 'layer.9.weight', shape: [3, 3], dtype: 'F32', bytes: 36, used: true },
  { name: 'pooler.bias', shape: [], dtype: 'F32', bytes: 4, used: false },
];

function found(search: string, order?: ParameterSort): string[] {
  return findParameters(TENSORS, search, order).map(({ name }) => name);
}

describe('parameters', () => {
  test('stand in the order of the checkpoint', () => {
    expect(found('')).toEqual(['layer.10.weight', 'layer.9.weight', 'pooler.bias']);
  });
  test.each([
    ['LAYER', ['layer.10.weight', 'layer.9.weight']],
    ['f32', ['layer.9.weight', 'pooler.bias']],
    ['3 × 3', ['layer.9.weight']],
  ])('searched for %j', (search, expected) => {
    expect(found(search)).toEqual(expected);
  });
  test.each<[ParameterSort, string[]]>([
    [{ by: 'name', direction: 'asc' }, ['layer.9.weight', 'layer.10.weight', 'pooler.bias']],
    // 9, 8 and 1 numbers
    [{ by: 'shape', direction: 'desc' }, ['layer.9.weight', 'layer.10.weight', 'pooler.bias']],
    [{ by: 'bytes', direction: 'asc' }, ['pooler.bias', 'layer.10.weight', 'layer.9.weight']],
    [{ by: 'used', direction: 'asc' }, ['pooler.bias', 'layer.10.weight', 'layer.9.weight']],
  ])('sorted by %j', (order, expected) => {
    expect(found('', order)).toEqual(expected);
  });
});

test('a second click on a heading turns the order round', () => {
  const first = orderAfterClick('bytes', undefined);
  expect(first).toEqual({ by: 'bytes', direction: 'desc' });
  expect(orderAfterClick('bytes', first)).toEqual({ by: 'bytes', direction: 'asc' });
  expect(orderAfterClick('name', first)).toEqual({ by: 'name', direction: 'asc' });
});

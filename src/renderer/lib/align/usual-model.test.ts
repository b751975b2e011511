import { expect, test } from 'vitest';
import { usualModel } from './usual-model.ts';

const models = [
  { name: 'gone', weightsPresent: false },
  { name: 'first', weightsPresent: true },
  { name: 'second', weightsPresent: true },
];
const ran = (id: number, name: string, setId: number) => ({
  id,
  model: { name },
  set: { id: setId } as never,
  controlSet: null,
});

test('the model that ran last over the set, else the first that is here', () => {
  expect(usualModel(models, [ran(1, 'second', 7), ran(2, 'first', 8)], 7)).toBe('second');
  expect(usualModel(models, [ran(1, 'second', 7), ran(2, 'first', 7)], 7)).toBe('first');
  expect(usualModel(models, [ran(1, 'gone', 7)], 7)).toBe('first');
  expect(usualModel([], [], 7)).toBeNull();
});

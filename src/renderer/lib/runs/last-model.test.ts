import { expect, test } from 'vitest';
import { lastModelOver } from './last-model.ts';

const ran = (id: number, name: string, setId: number) => ({
  id,
  model: { name },
  set: { id: setId } as never,
  controlSet: null,
});

test('the model of the last run over a set; none of a set without a run', () => {
  const runs = [ran(1, 'first', 7), ran(3, 'second', 7), ran(4, 'third', 8)];
  expect(lastModelOver(runs, 7)).toBe('second');
  expect(lastModelOver(runs, 9)).toBeUndefined();
});

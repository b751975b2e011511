import { expect, test } from 'vitest';
import { whyNoneOf, whyNotComparable } from './why-not-comparable.ts';

test('a run that is over can be compared, also where some pairs failed; a part of one cannot', () => {
  expect(whyNotComparable({ state: 'done', done: 540, total: 547 })).toBeUndefined();
  expect(whyNotComparable({ state: 'cancelled', done: 17, total: 547 })).toBe(
    'It is not over (17 of 547 pairs); a part of a run is not tested',
  );
  expect(whyNotComparable({ state: 'done', done: 0, total: 3 })).toBe('No pair of it has been measured');
});

const runOf = (id: number, state: string, done: number) => ({ id, state, done, total: 547 });

test('of runs that are asked for it is said which cannot be compared, and why', () => {
  const runs = [runOf(1, 'done', 547), runOf(2, 'cancelled', 17), runOf(3, 'failed', 0)];
  expect(whyNoneOf(runs, [2, 1])).toEqual([
    'Run 2 cannot be compared. It is not over (17 of 547 pairs); a part of a run is not tested.',
  ]);
  expect(whyNoneOf(runs, [3, 9])).toEqual([
    'Run 3 cannot be compared. No pair of it has been measured.',
    'Run 9 is not in this project.',
  ]);
  expect(whyNoneOf(runs, [2, 2])).toHaveLength(1);
  expect(whyNoneOf(runs, [1, undefined])).toEqual([]);
});

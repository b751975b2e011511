import { expect, test } from 'vitest';
import { whyNotComparable } from './why-not-comparable.ts';

test('a run that is over can be compared, also where some pairs failed; a part of one cannot', () => {
  expect(whyNotComparable({ state: 'done', done: 540, total: 547 })).toBeUndefined();
  expect(whyNotComparable({ state: 'cancelled', done: 17, total: 547 })).toBe(
    'It is not over (17 of 547 pairs); a part of a run is not tested',
  );
  expect(whyNotComparable({ state: 'done', done: 0, total: 3 })).toBe('No pair of it has been measured');
});

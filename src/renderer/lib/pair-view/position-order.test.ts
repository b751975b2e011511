import { expect, test } from 'vitest';
import { type PositionSort, sortedPositions } from './position-order.ts';

/** The second of the other statement was put in. */
const ROWS = [
  { original: 0, other: 0 },
  { original: null, other: 1 },
  { original: 1, other: 2 },
];
const SHARES = { denoising: [0.1, 0.9, 0.4], noising: [0.5, 0.2] };

test.each<[PositionSort | null, (number | null)[]]>([
  [null, [0, 1, 2]],
  [{ by: 'other', direction: 'desc' }, [2, 1, 0]],
  // What has no partner comes last either way.
  [{ by: 'original', direction: 'desc' }, [2, 0, 1]],
  [{ by: 'restores', direction: 'desc' }, [2, 0, 1]],
  [{ by: 'breaks', direction: 'desc' }, [0, 2, 1]],
])('%j', (sort, order) => {
  expect(sortedPositions(ROWS, SHARES, sort).map(({ other }) => other)).toEqual(order);
});

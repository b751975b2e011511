import { expect, test } from 'vitest';
import { smallMapAfter } from './small-map-keys.ts';

test('left of the first head is the mean of its layer, and there the way ends', () => {
  const counts = { layers: 2, heads: 2 };
  expect(smallMapAfter({ layer: 1, head: 0 }, 'ArrowLeft', counts)).toEqual({ layer: 1, head: null });
  expect(smallMapAfter({ layer: 1, head: null }, 'ArrowLeft', counts)).toEqual({ layer: 1, head: null });
  expect(smallMapAfter({ layer: 1, head: null }, 'ArrowRight', counts)).toEqual({ layer: 1, head: 0 });
  expect(smallMapAfter({ layer: 1, head: 1 }, 'ArrowRight', counts)).toEqual({ layer: 1, head: 1 });
  expect(smallMapAfter({ layer: 1, head: null }, 'ArrowUp', counts)).toEqual({ layer: 0, head: null });
});

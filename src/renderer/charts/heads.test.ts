import { expect, test } from 'vitest';
import { headAfter, headIn, headNamed, isHeadKey, type Head, type HeadKey } from './heads.ts';

test.each<[Head | null, HeadKey, Head]>([
  [{ layer: 1, head: 2 }, 'ArrowUp', { layer: 0, head: 2 }],
  [{ layer: 1, head: 2 }, 'ArrowDown', { layer: 2, head: 2 }],
  [{ layer: 1, head: 2 }, 'ArrowLeft', { layer: 1, head: 1 }],
  [{ layer: 1, head: 2 }, 'ArrowRight', { layer: 1, head: 3 }],
  [{ layer: 0, head: 0 }, 'ArrowUp', { layer: 0, head: 0 }],
  [{ layer: 0, head: 0 }, 'ArrowLeft', { layer: 0, head: 0 }],
  [{ layer: 2, head: 3 }, 'ArrowDown', { layer: 2, head: 3 }],
  [{ layer: 2, head: 3 }, 'ArrowRight', { layer: 2, head: 3 }],
  [null, 'ArrowDown', { layer: 0, head: 0 }],
])('of 3 layers of 4 heads, from %j by %s to %j', (from, key, to) => {
  expect(headAfter(from, key, { layers: 3, heads: 4 })).toEqual(to);
});

test('other keys move nowhere', () => {
  expect(['ArrowUp', 'Enter', 'toString'].filter(isHeadKey)).toEqual(['ArrowUp']);
});

test('a head by what a text begins with', () => {
  expect(headIn('L5 H9 changes more')).toEqual({ layer: 5, head: 9 });
  expect(headIn('Layer 5')).toBeNull();
});

test.each<[Parameters<typeof headNamed>[0], Head | null]>([
  [
    { layer: 5, head: 11 },
    { layer: 5, head: 11 },
  ],
  [{ layer: 5, head: 12 }, null],
  [{ layer: 99, head: 0 }, null],
  [{ layer: 5 }, null],
])('of a model of 6 layers of 12 heads, %j names a head or none', (named, expected) => {
  expect(headNamed(named, { layers: 6, heads: 12 })).toEqual(expected);
});

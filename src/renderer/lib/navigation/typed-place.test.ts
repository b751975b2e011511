import { expect, test } from 'vitest';
import { typedHead, typedPair } from './typed-place.ts';

test.each([
  'L5 H9',
  'l5h9',
  'L5H9',
  '5.9',
  '5 9',
  '5:9',
  '5/9',
  'layer 5 head 9',
  ' L 5  H 9 ',
  'layer 5, head 9',
])('“%s” is a head', (typed) => {
  expect(typedHead(typed)).toEqual({ layer: 5, head: 9 });
});

test.each(['', '5', 'L5', '59', 'head 9', 'run 5 9', 'L5 H9 x', '1234.5'])('“%s” is no head', (typed) => {
  expect(typedHead(typed)).toBeNull();
});

test.each([
  ['pair 123', 123],
  ['Pair 7', 7],
  ['#12', 12],
  ['p 3', 3],
  ['pair #4', 4],
])('“%s” is pair %i', (typed, number) => {
  expect(typedPair(typed)).toBe(number);
});

test.each(['pair', 'pair 0', '123', 'pairs 5', 'pair 1 2'])('“%s” is no pair', (typed) => {
  expect(typedPair(typed)).toBeNull();
});

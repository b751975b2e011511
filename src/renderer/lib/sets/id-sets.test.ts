import { expect, test } from 'vitest';
import { followed, idSet, NO_IDS, toggled } from './id-sets.ts';

test('an id is put in and taken out, and the set before stays as it was', () => {
  const one = toggled(NO_IDS, 7);
  expect([...one, ...toggled(one, 7), ...NO_IDS]).toEqual([7]);
});

test('chosen pairs stay chosen when their rows are replaced', () => {
  expect([...followed(idSet([1, 2, 3]), [3, 1, 9], [30, 10, 90])]).toEqual([10, 2, 30]);
  expect([...followed(idSet([1, 2]), [], [3])]).toEqual([1, 2]);
});

test('chosen pairs that are taken out are not chosen any more', () => {
  expect([...followed(idSet([1, 2, 3]), [1, 3], [])]).toEqual([2]);
});

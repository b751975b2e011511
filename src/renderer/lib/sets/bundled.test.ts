import { expect, test } from 'vitest';
import { bundledPresent } from './bundled.ts';

const BUNDLED = [
  { name: 'negation', pairCount: 547 },
  { name: 'role-swap', pairCount: 122 },
];

test('a set is there where a copy of as many pairs is, under whatever name', () => {
  expect(bundledPresent([{ source: 'bundled:negation', pairCount: 547 }], BUNDLED)).toEqual(['negation']);
  expect(bundledPresent([], BUNDLED)).toEqual([]);
});

test('a copy of an older Pairlens leaves room for the new one', () => {
  const older = { source: 'bundled:negation', pairCount: 262 };
  expect(bundledPresent([older], BUNDLED)).toEqual([]);
  expect(bundledPresent([older, { source: 'bundled:negation', pairCount: 547 }], BUNDLED)).toEqual([
    'negation',
  ]);
});

test('a set from a file is no copy, whatever it is called', () => {
  expect(bundledPresent([{ source: 'file:negation.csv', pairCount: 547 }], BUNDLED)).toEqual([]);
});

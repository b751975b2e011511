import { expect, test } from 'vitest';
import { distributionCsv, mapCsv } from './figure-csv.ts';

test('a map, with tokens that need quotes and a value that is undefined', () => {
  expect(mapCsv(['a', ','], [1, 0.25, Number.NaN, 0])).toBe(
    'query,query_token,key,key_token,value\n0,a,0,a,1\n0,a,1,",",0.25\n1,",",0,a,\n1,",",1,",",0\n',
  );
});

test('a distribution', () => {
  expect(distributionCsv('value_cosine', { set: [0.5, null], control: [0.75] })).toBe(
    'role,pair,value_cosine\nset,1,0.5\nset,2,\ncontrol,1,0.75\n',
  );
});

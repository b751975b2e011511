import { expect, test } from 'vitest';
import { runOptions } from '../../../shared/entities.ts';
import { optionsOfQuery, optionsQuery } from './options-query.ts';

test.each([
  {},
  { alignment: 'edit', queries: 'last', keep: 'all', seed: 7, device: 'webgpu' },
  {
    comparison: {
      comparison: 'unadjusted',
      clusters: 'labels',
      covariates: ['length', 'rank'],
      adjustment: 'strata',
      margin: 0.1,
      marginOf: 'unit',
      permutations: 999,
    },
  },
] as const)('options are read as they were written: %o', (given) => {
  const options = runOptions.parse(given);
  expect(optionsOfQuery(optionsQuery(options))).toEqual(options);
});

test('what is no preset is none', () => {
  expect(optionsOfQuery('filter=x')).toBeNull();
  expect(optionsOfQuery('alignment=sideways&queries=all&keep=none')).toBeNull();
});

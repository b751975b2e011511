/** What is many: of the set, or of what it is held against. */
import { expect, it } from 'vitest';
import type { Comparison } from '../../../../core/analyses/statistics/design-comparison.ts';
import { statisticsOptions } from '../../../../core/analyses/statistics/definition.ts';
import type { Run } from '../../../../shared/entities.ts';
import { aggregateInput, MANY_PAIRS } from './statistics-input.ts';

const RUN = { provenance: { seed: 1 } } as Run;
const COMPARISON = {
  design: { kind: 'unadjusted' },
  rows: { cluster: null, controlCluster: null, stratum: null, controlStratum: null, covariates: null },
} as unknown as Comparison;

it.each([
  ['few of both', 3, 5, false],
  ['as many as are few', MANY_PAIRS, MANY_PAIRS, false],
  ['a large set', MANY_PAIRS + 1, 5, true],
  ['a large control', 3, MANY_PAIRS + 1, true],
])('%s', (_, pairs, controls, isMany) => {
  const of = (values: Float64Array | Float64Array[], others: Float64Array | Float64Array[]) =>
    aggregateInput({
      run: RUN,
      options: statisticsOptions.parse({}),
      comparison: COMPARISON,
      metrics: ['value_cosine'],
      values,
      others,
      places: 1,
    }).manyPairs;
  expect(of([new Float64Array(pairs)], [new Float64Array(controls)])).toBe(isMany);
  expect(of(new Float64Array(pairs), new Float64Array(controls))).toBe(isMany);
});

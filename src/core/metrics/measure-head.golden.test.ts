/** The quantities of tests/fixtures/statistics/golden.json, which were computed in plain loops by another program. */
import { describe, expect, test } from 'vitest';
import golden from '../../../tests/fixtures/statistics/golden.json' with { type: 'json' };
import { METRIC_NAMES, METRICS, type MetricName } from './catalogue.ts';
import { measureByKernels } from './measure-head.fixture.ts';
import { measureHeadPlainly, type PlainOptions, type PlainPair } from './measure-head.reference.ts';
import type { Queries } from './queries.ts';

interface GoldenInput {
  a: number[];
  b: number[];
  alignment: [number, number][];
  Pa: number[][];
  Pb: number[][];
  za: number[][];
  zb: number[][];
  causal: boolean;
  special: number[];
  stops: number[];
}
type GoldenValues = Record<string, number | null>;

const cases = golden.cases
  .filter((one) => one.function === 'quantities')
  .map(({ name, input, expected }) => ({
    name,
    input: input as unknown as GoldenInput,
    expected: expected as unknown as Record<string, GoldenValues>,
  }));

const QUERIES: readonly [Queries, string][] = [
  ['all', 'all'],
  ['from_change', 'from the change on'],
  ['change', 'the change itself'],
  ['last', 'last'],
];

/** The golden value of a metric: those without sinks have a record of their own. */
function goldenValue(expected: Record<string, GoldenValues>, words: string, name: MetricName): number {
  const { base, form } = METRICS[name];
  const value = expected[`${words}; sinks ${form === 'excluded' ? 'excluded' : 'kept'}`]?.[base];
  if (value === undefined) throw new Error(`golden.json has no ${name}`);
  return value ?? NaN;
}

test('all nine are here', () => {
  expect(cases).toHaveLength(9);
});

describe.each(cases)('$name', ({ input, expected }) => {
  const pair: PlainPair = { original: input.a, counterfactual: input.b, aligned: input.alignment };
  const a = { pattern: input.Pa, z: input.za };
  const b = { pattern: input.Pb, z: input.zb };

  test.each(QUERIES)('%s', (queries, words) => {
    const options: PlainOptions = {
      queries,
      causal: input.causal,
      special: new Set(input.special),
      stops: new Set(input.stops),
    };
    const byKernels = measureByKernels(a, b, pair, options, Float64Array);
    const plainly = measureHeadPlainly(a, b, pair, options);
    for (const name of METRIC_NAMES) {
      const value = goldenValue(expected, words, name);
      for (const [by, measured] of Object.entries({ byKernels, plainly })) {
        if (Number.isNaN(value)) expect(measured[name], `${name} ${by}`).toBeNaN();
        else
          expect(
            Math.abs(measured[name] - value),
            `${name} ${by}: ${measured[name]}, not ${value}`,
          ).toBeLessThan(1e-9);
      }
    }
  });
});

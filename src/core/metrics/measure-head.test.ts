import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../tests/fixtures/metrics/reference.json' with { type: 'json' };
import { alignedPositions, alignTokens } from '../pairs/align.ts';
import { inForm, METRIC_NAMES, METRICS, type MetricName } from './catalogue.ts';
import { prepareComparison } from './comparison.ts';
import { measureByKernels } from './measure-head.fixture.ts';
import { measureHead } from './measure-head.ts';
import {
  measureHeadPlainly,
  type PlainHead,
  type PlainOptions,
  type PlainPair,
} from './measure-head.reference.ts';
import { QUERIES } from './queries.ts';

const EVERYTHING: PlainOptions = { queries: 'all', causal: false, special: new Set(), stops: new Set() };

function measure(a: PlainHead, b: PlainHead, pair: PlainPair): Record<MetricName, number> {
  return measureByKernels(a, b, pair, EVERYTHING);
}

/** Statements of n and n' tokens, the aligned ones the same, the others of their own. */
function pairOf(aligned: readonly [number, number][], n: number, nCounterfactual: number): PlainPair {
  const counterfactual = Array.from({ length: nCounterfactual }, (_, j) => 1000 + j);
  for (const [i, j] of aligned) counterfactual[j] = i;
  return { original: Array.from({ length: n }, (_, i) => i), counterfactual, aligned };
}

function byPosition(n: number): PlainPair {
  return pairOf(
    Array.from({ length: n }, (_, i): [number, number] => [i, i]),
    n,
    n,
  );
}

describe('worked by hand', () => {
  const original: PlainHead = { pattern: [[1, 0], [0.5, 0.5]], z: [[1, 0], [0, 2]] }; // prettier-ignore
  const counterfactual: PlainHead = { pattern: [[0.5, 0.5], [0.5, 0.5]], z: [[0, 1], [0, 1]] }; // prettier-ignore

  test('two tokens', () => {
    const metrics = measure(original, counterfactual, byPosition(2));
    // |P - P'| = 1/2, 1/2, 0, 0
    expect(metrics.max_attention_diff).toBe(0.5);
    expect(metrics.mean_attention_diff).toBe(0.25);
    // P' is constant
    expect(metrics.attention_pattern_correlation).toBeNaN();
    // z = 1 0 0 2, z' = 0 1 0 1, means 3/4 and 1/2: covariance 2 - 4 · 3/8 = 1/2, variances 11/4 and 1
    expect(metrics.value_output_correlation).toBeCloseTo(0.5 / Math.sqrt(11 / 4), 12);
    // Row 1 is (1, 0) and (1/2, 1/2): H(3/4, 1/4) - 0/2 - 1/2 bits; row 2 is the same in both.
    expect(metrics.attention_js_divergence).toBeCloseTo((0.8112781244591328 - 0.5) / 2, 12);
    // Mean entropies: (1 + 1) / 2 less (0 + 1) / 2
    expect(metrics.attention_entropy_diff).toBeCloseTo(0.5, 12);
    // cosines 0 and 1
    expect(metrics.value_cosine).toBe(0.5);
    expect(metrics.unaligned_mass_original).toBe(0);
    expect(metrics.unaligned_mass_counterfactual).toBe(0);
  });

  test('an inserted token takes all attention of the only aligned query', () => {
    const inserted: PlainHead = { pattern: [[0, 1], [0, 1]], z: [[1], [1]] }; // prettier-ignore
    const alone: PlainHead = { pattern: [[1]], z: [[2]] };
    const metrics = measure(alone, inserted, pairOf([[0, 0]], 1, 2));
    expect(metrics.max_attention_diff).toBe(1);
    // (1, rest 0) and (0, rest 1) are disjoint: 1 bit
    expect(metrics.attention_js_divergence).toBe(1);
    expect(metrics.unaligned_mass_original).toBe(0);
    expect(metrics.unaligned_mass_counterfactual).toBe(1);
    expect(metrics.value_cosine).toBe(1);
    // one value a side has no correlation
    expect(metrics.attention_pattern_correlation).toBeNaN();
    expect(metrics.value_output_correlation).toBeNaN();
  });

  test('nothing aligned leaves what is of one statement at a time', () => {
    const metrics = measure(original, counterfactual, pairOf([], 2, 2));
    const defined = METRIC_NAMES.filter((name) => !Number.isNaN(metrics[name]));
    expect(defined.map((name) => METRICS[name].base)).toEqual([
      'attention_entropy_diff',
      'normalised_entropy_original',
      'normalised_entropy_counterfactual',
      'normalised_entropy_diff',
      'sink_mass_original',
      'sink_mass_counterfactual',
      'sink_mass_diff',
      'attention_entropy_diff',
    ]);
    expect(metrics.attention_entropy_diff).toBeCloseTo(0.5, 12);
  });

  test('a zero output vector has no cosine; a constant output no correlation', () => {
    const silent: PlainHead = { pattern: original.pattern, z: [[0, 0], [0, 0]] }; // prettier-ignore
    const metrics = measure(silent, counterfactual, byPosition(2));
    expect(metrics.value_cosine).toBeNaN();
    expect(metrics.value_output_correlation).toBeNaN();
  });

  test('a constant pattern is constant however its value rounds', () => {
    const third = Math.fround(1 / 3);
    const uniform: PlainHead = { pattern: Array(3).fill([third, third, third]), z: [[1], [2], [3]] };
    const other: PlainHead = { pattern: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], z: [[1], [2], [3]] }; // prettier-ignore
    expect(measure(uniform, other, byPosition(3)).attention_pattern_correlation).toBeNaN();
    expect(measure(other, uniform, byPosition(3)).attention_pattern_correlation).toBeNaN();
  });

  test('NaN in the activations shows in the metrics that read it', () => {
    const broken: PlainHead = { pattern: [[1, 0], [0.5, NaN]], z: original.z }; // prettier-ignore
    const metrics = measure(broken, counterfactual, byPosition(2));
    for (const name of METRIC_NAMES.filter((name) => /^(max|mean)?_?attention/.test(name))) {
      expect(metrics[name], name).toBeNaN();
    }
    expect(metrics.value_cosine).toBe(0.5);
  });
});

describe('NumPy and SciPy, by scripts/statistics/metrics_reference.py', () => {
  test.each(reference.cases)('alignment $aligned', (given) => {
    const metrics = measure(
      { pattern: given.pattern_original, z: given.z_original },
      { pattern: given.pattern_counterfactual, z: given.z_counterfactual },
      pairOf(
        given.aligned as [number, number][],
        given.pattern_original.length,
        given.pattern_counterfactual.length,
      ),
    );
    // jensenshannon normalises its rows, which float32 lets sum to 1 up to 1e-7 only.
    for (const [name, value] of Object.entries(given.metrics))
      expect(metrics[name as MetricName], name).toBeCloseTo(value, 7);
  });
});

describe('what holds for every pair', () => {
  const weight = fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: fc.integer({ min: 1, max: 1000 }), weight: 4 }); // prettier-ignore
  const float = fc.integer({ min: -2000, max: 2000 }).map((value) => Math.fround(value / 512));

  function head(n: number, dHead: number, causal: boolean): fc.Arbitrary<PlainHead> {
    const row = (query: number) =>
      fc.array(weight, { minLength: n, maxLength: n }).map((weights) => {
        const allowed = weights.map((value, key) => (causal && key > query ? 0 : value));
        const total = allowed.reduce((sum, value) => sum + value, 0);
        return total === 0
          ? allowed.map((_, key) => (key === 0 ? 1 : 0))
          : allowed.map((value) => Math.fround(value / total));
      });
    return fc.record({
      pattern: fc.tuple(...Array.from({ length: n }, (_, query) => row(query))),
      z: fc.array(fc.array(float, { minLength: dHead, maxLength: dHead }), { minLength: n, maxLength: n }),
    });
  }

  // Token 1 is special, token 2 a full stop.
  const statement = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 7 });
  const options = fc.record({
    queries: fc.constantFrom(...QUERIES),
    causal: fc.boolean(),
    special: fc.constant(new Set([1])),
    stops: fc.constant(new Set([2])),
  });
  const pair = fc
    .tuple(statement, statement, fc.integer({ min: 1, max: 4 }), options)
    .chain(([original, counterfactual, dHead, options]) => {
      const alignment = alignTokens(original, counterfactual, 'auto', options.special);
      return fc.record({
        pair: fc.constant<PlainPair>({ original, counterfactual, aligned: alignedPositions(alignment) }),
        options: fc.constant<PlainOptions>(options),
        a: head(original.length, dHead, options.causal),
        b: head(counterfactual.length, dHead, options.causal),
      });
    });

  /** Undefined on both sides, or equal up to rounding of float64. */
  function expectClose(actual: number, expected: number, name: string): void {
    if (Number.isNaN(expected)) expect(actual, name).toBeNaN();
    else expect(actual, name).toBeCloseTo(expected, 9);
  }

  test('the kernels give what the definitions give, inside the ranges of the catalogue', () => {
    fc.assert(
      fc.property(pair, ({ a, b, pair, options }) => {
        const metrics = measureByKernels(a, b, pair, options);
        const plain = measureHeadPlainly(a, b, pair, options);
        for (const name of METRIC_NAMES) {
          expectClose(metrics[name], plain[name], name);
          expect(Object.is(metrics[name], -0), name).toBe(false);
          const [least, most] = METRICS[name].range;
          // Rows of float32 may sum to a little more than 1.
          if (least !== null) expect(metrics[name] < least - 1e-6, name).toBe(false);
          if (most !== null) expect(metrics[name] > most + 1e-6, name).toBe(false);
        }
        expect(metrics.attention_js_divergence > 1).toBe(false);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test('what moves to the change comes from sinks, from before it or from after it', () => {
    fc.assert(
      fc.property(pair, ({ a, b, pair, options }) => {
        const metrics = measureByKernels(a, b, pair, options);
        const lost = metrics.shift_from_sinks + metrics.shift_from_before + metrics.shift_from_after;
        // Rows of float32 sum to 1 up to some 1e-7.
        if (!Number.isNaN(metrics.shift_toward_change))
          expect(metrics.shift_toward_change).toBeCloseTo(lost, 6);
        const left = metrics.shift_from_before_no_sinks + metrics.shift_from_after_no_sinks;
        if (!Number.isNaN(metrics.shift_toward_change_no_sinks))
          expect(metrics.shift_toward_change_no_sinks).toBeCloseTo(left, 6);
      }),
      { seed: 5 },
    );
  });

  test('the statements exchanged: the same distances, differences turned round', () => {
    const TURNED = ['attention_entropy_diff', 'normalised_entropy_diff', 'sink_mass_diff', 'shift_toward_change', 'shift_from_sinks', 'shift_from_before', 'shift_from_after', 'attention_distance_diff']; // prettier-ignore
    fc.assert(
      fc.property(pair, ({ a, b, pair, options }) => {
        const { original, counterfactual, aligned } = pair;
        const exchanged: PlainPair = {
          original: counterfactual,
          counterfactual: original,
          aligned: aligned.map(([i, j]) => [j, i]),
        };
        const there = measureByKernels(a, b, pair, options);
        const back = measureByKernels(b, a, exchanged, options);
        for (const name of METRIC_NAMES) {
          const { base, form } = METRICS[name];
          // It has the original's positions for both.
          if (base === 'attention_distance_diff_aligned') continue;
          const other = /_(?:original|counterfactual)$/.test(base)
            ? inForm(
                base.endsWith('_original')
                  ? (base.replace('_original', '_counterfactual') as MetricName)
                  : (base.replace('_counterfactual', '_original') as MetricName),
                form ?? 'kept',
              )
            : name;
          expectClose(back[other], TURNED.includes(base) ? -there[name] : there[name], name);
        }
      }),
      { seed: 3 },
    );
  });

  test('a statement with itself: differences and distances exactly 0, similarities exactly 1 where they exist', () => {
    fc.assert(
      fc.property(
        fc.tuple(statement, fc.integer({ min: 1, max: 4 }), options).chain(([ids, dHead, options]) =>
          fc.record({
            ids: fc.constant(ids),
            options: fc.constant<PlainOptions>(options),
            same: head(ids.length, dHead, options.causal),
          }),
        ),
        ({ ids, options, same }) => {
          const aligned = ids.map((_, i): [number, number] => [i, i]);
          const pair = { original: ids, counterfactual: ids, aligned };
          const metrics = measureByKernels(same, same, pair, options);
          for (const name of METRIC_NAMES) {
            const { change, base } = METRICS[name];
            if (change === 'none' || Number.isNaN(metrics[name])) continue;
            const expected = change === 'low' ? 1 : 0;
            // The cosine of two equal vectors is 1 up to a rounding of its square root.
            if (base === 'value_output_correlation' || base.startsWith('value_cosine'))
              expect(metrics[name], name).toBeCloseTo(expected, 14);
            else expect(metrics[name], name).toBe(expected);
          }
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });
});

test('a comparison of other statements is refused', () => {
  const head = (tokens: number) => ({
    tokens,
    dHead: 1,
    pattern: { data: new Float32Array(tokens * tokens), offset: 0, rowStride: tokens },
    z: { data: new Float32Array(tokens), offset: 0, rowStride: 1 },
  });
  const ids = [5, 6];
  const comparison = prepareComparison(
    { originalIds: ids, counterfactualIds: ids, alignment: alignTokens(ids, ids, 'auto', new Set()) },
    { queries: 'all', isCausal: false, specialIds: new Set(), stopIds: new Set(), dHead: 1 },
  );
  expect(() => measureHead(head(1), head(2), comparison, new Float64Array(100), 0)).toThrow(
    'comparison of 2 tokens for a statement of 1',
  );
});

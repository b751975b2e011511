import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reference from '../../../tests/fixtures/metrics/reference.json' with { type: 'json' };
import { alignedPositions, alignmentFromPositions, alignTokens } from '../pairs/align.ts';
import type { Alignment } from '../pairs/alignment.ts';
import { METRIC_COUNT, METRIC_NAMES, METRICS, type MetricName } from './catalogue.ts';
import { type HeadActivations, measureHead, type StridedMatrix } from './measure-head.ts';
import { measureHeadPlainly, type PlainHead } from './measure-head.reference.ts';

/** Lays rows out with room around and between them, as in the output buffer of a padded batch of several heads. */
function strided(rows: readonly (readonly number[])[], padding: number): StridedMatrix {
  const rowStride = (rows[0]?.length ?? 0) + padding;
  const offset = 3 * padding;
  const data = new Float32Array(offset + (rows.length + 1) * rowStride).fill(padding === 0 ? 0 : 77);
  rows.forEach((row, i) => data.set(row, offset + i * rowStride));
  return { data, offset, rowStride };
}

function activations({ pattern, z }: PlainHead, padding = 2): HeadActivations {
  const dHead = z[0]?.length ?? 0;
  return { tokens: pattern.length, dHead, pattern: strided(pattern, padding), z: strided(z, padding) };
}

function measure(a: PlainHead, b: PlainHead, alignment: Alignment): Record<MetricName, number> {
  const out = new Float64Array(METRIC_COUNT + 2).fill(-7);
  measureHead(activations(a), activations(b), alignment, out, 1);
  expect([out[0], out[METRIC_COUNT + 1]]).toEqual([-7, -7]);
  return Object.fromEntries(METRIC_NAMES.map((name, k) => [name, out[k + 1]!])) as Record<MetricName, number>;
}

function byPosition(n: number): Alignment {
  return alignmentFromPositions(
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
    const metrics = measure(alone, inserted, alignmentFromPositions([[0, 0]], 1, 2));
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

  test('nothing aligned leaves the entropies only', () => {
    const metrics = measure(original, counterfactual, alignmentFromPositions([], 2, 2));
    const defined = METRIC_NAMES.filter((name) => !Number.isNaN(metrics[name]));
    expect(defined).toEqual(['attention_entropy_diff']);
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
    const broken: PlainHead = { pattern: [[1, 0], [NaN, 0.5]], z: original.z }; // prettier-ignore
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
      alignmentFromPositions(
        given.aligned as [number, number][],
        given.pattern_original.length,
        given.pattern_counterfactual.length,
      ),
    );
    // jensenshannon normalises its rows, which float32 lets sum to 1 up to 1e-7 only.
    for (const name of METRIC_NAMES) expect(metrics[name], name).toBeCloseTo(given.metrics[name], 7);
  });
});

describe('what holds for every pair', () => {
  const weight = fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: fc.integer({ min: 1, max: 1000 }), weight: 4 }); // prettier-ignore
  const float = fc.integer({ min: -2000, max: 2000 }).map((value) => Math.fround(value / 512));

  function head(n: number, dHead: number): fc.Arbitrary<PlainHead> {
    const row = fc.array(weight, { minLength: n, maxLength: n }).map((weights) => {
      const total = weights.reduce((sum, value) => sum + value, 0);
      return weights.map((value) => Math.fround(total === 0 ? 1 / n : value / total));
    });
    return fc.record({
      pattern: fc.array(row, { minLength: n, maxLength: n }),
      z: fc.array(fc.array(float, { minLength: dHead, maxLength: dHead }), { minLength: n, maxLength: n }),
    });
  }

  const statement = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
  const pair = fc
    .tuple(statement, statement, fc.integer({ min: 1, max: 4 }))
    .chain(([original, counterfactual, dHead]) =>
      fc.record({
        alignment: fc.constant(alignTokens(original, counterfactual, 'auto', new Set())),
        original: head(original.length, dHead),
        counterfactual: head(counterfactual.length, dHead),
      }),
    );

  /** Undefined on both sides, or equal up to rounding of float64. */
  function expectClose(actual: number, expected: number, name: string): void {
    if (Number.isNaN(expected)) expect(actual, name).toBeNaN();
    else expect(actual, name).toBeCloseTo(expected, 9);
  }

  test('the kernels give what the definitions give, inside the ranges of the catalogue', () => {
    fc.assert(
      fc.property(pair, ({ original, counterfactual, alignment }) => {
        const metrics = measure(original, counterfactual, alignment);
        const plain = measureHeadPlainly(original, counterfactual, alignedPositions(alignment));
        for (const name of METRIC_NAMES) {
          expectClose(metrics[name], plain[name], name);
          const [least, most] = METRICS[name].range;
          if (least !== null) expect(metrics[name] < least, name).toBe(false);
          // Rows of float32 may sum to a little more than 1.
          if (most !== null) expect(metrics[name] > most + 1e-6, name).toBe(false);
        }
        expect(metrics.attention_js_divergence > 1).toBe(false);
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('the statements exchanged: the same distances, the entropy difference turned round', () => {
    fc.assert(
      fc.property(pair, ({ original, counterfactual, alignment }) => {
        const exchanged: Alignment = {
          used: alignment.used,
          original: alignment.counterfactual,
          counterfactual: alignment.original,
          unalignedOriginal: alignment.unalignedCounterfactual,
          unalignedCounterfactual: alignment.unalignedOriginal,
        };
        const there = measure(original, counterfactual, alignment);
        const back = measure(counterfactual, original, exchanged);
        expect(back).toEqual({
          ...there,
          attention_entropy_diff: expect.closeTo(-there.attention_entropy_diff, 15) as number,
          unaligned_mass_original: there.unaligned_mass_counterfactual,
          unaligned_mass_counterfactual: there.unaligned_mass_original,
        });
      }),
      { seed: 3 },
    );
  });

  test('a statement with itself: distances 0, similarities 1 where they exist', () => {
    const one = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(
        one.chain(([n, dHead]) => head(n, dHead)),
        (same) => {
          const metrics = measure(same, same, byPosition(same.pattern.length));
          for (const name of METRIC_NAMES) {
            const value = metrics[name];
            const expected = METRICS[name].change === 'low' ? 1 : 0;
            if (METRICS[name].change !== 'low' || !Number.isNaN(value))
              expect(value, name).toBeCloseTo(expected, 14);
          }
        },
      ),
      { seed: 4 },
    );
  });
});

test('an alignment of other statements is refused', () => {
  const head: PlainHead = { pattern: [[1]], z: [[1]] };
  expect(() => measure(head, head, byPosition(2))).toThrow('alignment of 2 tokens for a statement of 1');
});

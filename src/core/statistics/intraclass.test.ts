import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goldenCases, isGolden } from './golden.example.ts';
import { adviseClusters, differenceWidthFactor, intraclassCorrelation } from './intraclass.ts';

interface Input {
  readonly values: (number | null)[];
  readonly cluster: string[];
}
interface Expected {
  readonly icc: number | null;
  readonly f: number | null;
  readonly p: number | null;
  readonly n0: number | null;
  readonly design_effect: number | null;
  readonly width_factor: number | null;
  readonly clusters: number;
  readonly mean_size: number | null;
}

describe('likeness within clusters', () => {
  test.each(goldenCases<Input, Expected>('icc'))('$name', ({ input, expected }) => {
    const names = [...new Set(input.cluster)];
    const result = intraclassCorrelation(
      Float64Array.from(input.values, (value) => value ?? NaN),
      Int32Array.from(input.cluster, (name) => names.indexOf(name)),
    );
    const pairs: [number | null, number | null][] = [
      [result.icc, expected.icc],
      [result.f, expected.f],
      [result.p, expected.p],
      [result.n0, expected.n0],
      [result.designEffect, expected.design_effect],
      [result.widthFactor, expected.width_factor],
      [result.meanSize, expected.mean_size],
    ];
    for (const [value, wanted] of pairs) {
      expect(value).toSatisfy((own: number | null) => isGolden(own, wanted));
    }
    expect(result.clusters).toBe(expected.clusters);
  });
});

test('values that are undefined do not count, and clusters may have gaps in their numbers', () => {
  const plain = intraclassCorrelation(Float64Array.of(1, 2, 4, 7, 8), Int32Array.of(0, 0, 1, 1, 1));
  const holes = intraclassCorrelation(
    Float64Array.of(1, NaN, 2, 4, 7, 8, NaN),
    Int32Array.of(5, 5, 5, 2, 2, 2, 9),
  );
  expect(holes.icc).toBeCloseTo(plain.icc!, 12);
  expect(holes).toMatchObject({ clusters: 2, meanSize: plain.meanSize });
});

test('no values have no clusters', () => {
  expect(intraclassCorrelation(Float64Array.of(NaN), Int32Array.of(0))).toMatchObject({
    icc: null,
    p: null,
    clusters: 0,
    meanSize: null,
  });
});

test('neither shift nor scale change it', () => {
  const row = fc.record({ value: fc.integer({ min: -50, max: 50 }), cluster: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 6, maxLength: 30 }), (rows) => {
      const cluster = Int32Array.from(rows, (one) => one.cluster);
      const plain = intraclassCorrelation(
        Float64Array.from(rows, (one) => one.value),
        cluster,
      );
      const moved = intraclassCorrelation(
        Float64Array.from(rows, (one) => (one.value + 3) * 1e-200),
        cluster,
      );
      expect(moved.icc === null).toBe(plain.icc === null);
      if (plain.icc === null) return;
      expect(moved.icc).toBeCloseTo(plain.icc, 9);
      expect(plain.icc).toBeLessThanOrEqual(1);
      expect(plain.widthFactor).toBeGreaterThanOrEqual(1);
    }),
    { seed: 11 },
  );
});

describe('the factor of a difference', () => {
  test('lies between those of its sides', () => {
    const factor = differenceWidthFactor({ variance: 3, designEffect: 4 }, { variance: 1, designEffect: 1 });
    expect(factor).toBeCloseTo(Math.sqrt(13 / 4), 14);
  });
  test('counts a side without clusters as 1', () => {
    const alone = { variance: 1, designEffect: null };
    expect(differenceWidthFactor({ variance: 1, designEffect: 7 }, alone)).toBe(2);
    expect(differenceWidthFactor(alone, alone)).toBeNull();
    expect(
      differenceWidthFactor({ variance: 0, designEffect: 2 }, { variance: 0, designEffect: 2 }),
    ).toBeNull();
  });
});

describe('whether labels are offered as clusters', () => {
  const head = (widthFactor: number | null, p: number | null) => ({
    ...intraclassCorrelation(new Float64Array(), new Int32Array()),
    widthFactor,
    p,
  });
  test('by the medians over heads', () => {
    expect(adviseClusters([head(1.3, 0.01), head(1, 0.9), head(1.25, 0.05)]).warn).toBe(true);
    expect(adviseClusters([head(1.3, 0.01), head(1, 0.9), head(1.24, 0.04)]).warn).toBe(false);
    expect(adviseClusters([head(3, 0.06)]).warn).toBe(false);
  });
  test('not where nothing is known', () => {
    expect(adviseClusters([head(null, null)])).toEqual({
      widthFactor: null,
      p: null,
      icc: null,
      warn: false,
    });
    expect(adviseClusters([])).toMatchObject({ warn: false });
  });
});

import { expect, test } from 'vitest';
import { type GoldenComparison, goldenCases, goldenSide, isGolden } from './golden.example.ts';
import { areWithinClusters, controlsWithinClusters, differencesWithinClusters } from './within-clusters.ts';

test.each(goldenCases<GoldenComparison, { d: (number | null)[] }>('within_clusters'))(
  '$name',
  ({ input, expected }) => {
    const [set, control] = ([1, 0] as const).map((which) => {
      const { values, stratum, cluster } = goldenSide(input, which);
      return { values, stratum, cluster: cluster! };
    });
    const d = differencesWithinClusters(controlsWithinClusters(set!, control!), set!.values, control!.values);
    expect(d).toHaveLength(expected.d.length);
    d.forEach((value, pair) =>
      expect(Number.isNaN(value) ? null : value).toSatisfy((own: number | null) =>
        isGolden(own, expected.d[pair]!),
      ),
    );
    expect(areWithinClusters(set!, control!)).toBe(true);
  },
);

test('half of the placed pairs decide', () => {
  const control = { stratum: [0, 0], cluster: [1, 2] };
  expect(areWithinClusters({ stratum: [0, 0, -1], cluster: [1, 9, 9] }, control)).toBe(true);
  expect(areWithinClusters({ stratum: [0, 0, 0], cluster: [1, 8, 9] }, control)).toBe(false);
  // The same cluster in another stratum is no counterpart.
  expect(areWithinClusters({ stratum: [1, 1], cluster: [1, 2] }, control)).toBe(false);
  expect(areWithinClusters({ stratum: [-1], cluster: [1] }, control)).toBe(false);
});

test('controls that are undefined do not count', () => {
  const set = { stratum: [0, 0], cluster: [1, 2] };
  const control = { stratum: [0, 0, 0], cluster: [1, 1, 2] };
  const controls = controlsWithinClusters(set, control);
  const d = differencesWithinClusters(controls, Float64Array.of(3, 3), Float64Array.of(1, NaN, NaN));
  expect([...d]).toEqual([2, NaN]);
});

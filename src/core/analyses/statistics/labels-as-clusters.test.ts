import { expect, test } from 'vitest';
import type { Comparison } from '../../statistics/aggregate.ts';
import { labelsAsClusters } from './labels-as-clusters.ts';

/** Two labels of four pairs, the second far above the first, as an insertion is above a replacement. */
const VALUES = Float64Array.of(1, 2, 1, 2, 11, 12, 11, 12);
const LABELS = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];

function against(stratum: readonly number[]): Comparison {
  return {
    kind: 'matched',
    control: VALUES,
    controlCluster: null,
    stratum: Int32Array.from(stratum),
    controlStratum: Int32Array.from(stratum),
    covariates: null,
  };
}

test('labels that are alike inside a stratum make intervals too narrow', () => {
  const [advice] = labelsAsClusters(VALUES, LABELS, against(LABELS.map(() => 0)), LABELS)!;
  expect(advice!.icc).toBeGreaterThan(0.9);
  expect(advice!.p).toBeLessThan(0.001);
  // Clusters of four that are nearly one value each.
  expect(advice!.widthFactor).toBeCloseTo(2, 1);
});

test('what labels have in common as strata of their own is held apart already', () => {
  const [advice] = labelsAsClusters(VALUES, LABELS, against([0, 0, 0, 0, 1, 1, 1, 1]), LABELS)!;
  expect(advice!.icc).toBeLessThanOrEqual(0);
  expect(advice!.widthFactor).toBe(1);
});

test('pairs that are left out do not count', () => {
  const stratum = [0, 0, -1, -1, 0, 0, -1, -1];
  const [some] = labelsAsClusters(VALUES, LABELS, against(stratum), LABELS)!;
  const kept = (_: unknown, row: number) => stratum[row] === 0;
  const [alone] = labelsAsClusters(
    VALUES.filter(kept),
    LABELS.filter(kept),
    { ...against([0, 0, 0, 0]), control: VALUES.filter(kept) } as Comparison,
    LABELS.filter(kept),
  )!;
  expect(some).toEqual(alone);
});

test('without a comparison the values as they are; with neutrals the differences from them', () => {
  const [alone] = labelsAsClusters(VALUES, LABELS, null, [])!;
  expect(alone!.icc).toBeGreaterThan(0.9);
  const paired: Comparison = {
    kind: 'paired',
    neutral: VALUES.map((value, row) => value - (row % 2)),
    used: new Uint8Array(8).fill(1),
  };
  const [differences] = labelsAsClusters(VALUES, LABELS, paired, [])!;
  expect(differences!.icc).toBeLessThanOrEqual(0);
});

test('no label twice: nothing to say', () => {
  expect(labelsAsClusters(Float64Array.of(1, 2), ['a', null], null, [])).toBeNull();
});

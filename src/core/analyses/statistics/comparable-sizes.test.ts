import { expect, test } from 'vitest';
import type { Shape } from '../../statistics/shape.ts';
import { type ComparablePair, comparableSizes, comparedSizes } from './comparable-sizes.ts';
import { DEFAULT_CHOICE } from './comparison-choice.ts';

const REPLACED: Shape = [0, 0, 1];
const INSERTED: Shape = [1, 0, 0];
const pair = (parts: Partial<ComparablePair> = {}): ComparablePair => ({
  shape: REPLACED,
  cluster: null,
  label: null,
  hasNeutral: false,
  ...parts,
});
const times = (count: number, parts: Partial<ComparablePair> = {}): ComparablePair[] =>
  Array.from({ length: count }, () => pair(parts));
const compared = (
  set: ComparablePair[],
  control: ComparablePair[] = [],
  choice: Partial<typeof DEFAULT_CHOICE> = {},
) => comparedSizes(comparableSizes(set, control), { ...DEFAULT_CHOICE, ...choice });

test('of pairs with neutrals only those count whose neutral can be compared, in their clusters', () => {
  const set = [
    ...times(3, { hasNeutral: true, cluster: 'one' }),
    ...times(3, { hasNeutral: true, label: 'a' }),
    ...times(90),
  ];
  expect(compared(set)).toEqual({ kind: 'paired', set: { pairs: 6, units: 4 }, control: null });
  expect(compared(set, [], { clusters: 'none' }).set).toEqual({ pairs: 6, units: 6 });
  expect(compared(set, [], { clusters: 'labels' }).set).toEqual({ pairs: 6, units: 4 });
});

test('four pairs are not enough for a paired comparison, nor is one cluster', () => {
  expect(compared([...times(4, { hasNeutral: true }), ...times(9)])).toMatchObject({ kind: 'none' });
  expect(compared(times(9, { hasNeutral: true, cluster: 'one' }))).toMatchObject({ kind: 'none' });
  expect(compared(times(4, { hasNeutral: true }), times(6))).toMatchObject({ kind: 'matched' });
});

test('matched pairs are those with controls of their shape', () => {
  const set = [...times(8), ...times(2, { shape: [7, 0, 0] })];
  const control = [...times(6), ...times(30, { shape: INSERTED })];
  expect(compared(set, control)).toEqual({
    kind: 'matched',
    set: { pairs: 8, units: 8 },
    control: { pairs: 6, units: 6 },
  });
  expect(compared(set, control, { comparison: 'unadjusted' })).toEqual({
    kind: 'unadjusted',
    set: { pairs: 10, units: 10 },
    control: { pairs: 36, units: 36 },
  });
  expect(compared(times(9), times(30, { shape: INSERTED }))).toMatchObject({ kind: 'unadjusted' });
});

import { expect, test } from 'vitest';
import { type ComparablePair, comparableSizes } from '../../../core/analyses/statistics/comparable-sizes.ts';
import { DEFAULT_CHOICE } from '../../../core/analyses/statistics/comparison-choice.ts';
import { forecastSizes, nothingWords, sizeWords } from './power-lines.ts';

const isAtMost = false;

test('what a forecast is of', () => {
  const paired = { kind: 'paired', set: { pairs: 547, units: 143 }, control: null } as const;
  expect(sizeWords({ ...paired, isAtMost })).toBe(
    'Of 547 pairs in 143 clusters, each against its own neutral. The larger number holds where pairs of a cluster tell no more than one.',
  );
  expect(sizeWords({ ...paired, isAtMost: true })).toMatch(/^Of at most 547 pairs in 143 clusters, each/);
  const matched = { set: { pairs: 40, units: 40 }, control: { pairs: 266, units: 266 }, isAtMost };
  expect(sizeWords({ kind: 'matched', ...matched })).toBe(
    'Of 40 pairs against 266 pairs of the control, those of the same shape.',
  );
  expect(sizeWords({ kind: 'unadjusted', ...matched })).toBe('Of 40 pairs against 266 pairs of the control.');
});

const pairs = (count: number, parts: Partial<ComparablePair>): ComparablePair[] =>
  Array.from({ length: count }, () => ({
    shape: [0, 0, 1],
    cluster: null,
    label: null,
    hasNeutral: true,
    ...parts,
  }));

test('pairs that cannot be measured are not counted, once a check has looked at them', () => {
  const stored = {
    kind: 'paired',
    set: { pairs: 154, units: 42 },
    control: null,
    earlier: null,
  } as const;
  expect(forecastSizes(stored, null, DEFAULT_CHOICE)).toMatchObject({ set: { pairs: 154 }, isAtMost: true });
  const counted = comparableSizes([...pairs(19, {}), ...pairs(135, { hasNeutral: false })], []);
  const forecast = forecastSizes(stored, counted, DEFAULT_CHOICE);
  expect(sizeWords(forecast)).toBe('Of 19 pairs, each against its own neutral.');
});

test('covariates may leave out further pairs', () => {
  const sizes = comparableSizes(pairs(9, { hasNeutral: false }), pairs(9, {}));
  const stored = { kind: 'matched', set: { pairs: 9, units: 9 }, control: null, earlier: null } as const;
  const of = (covariates: 'length'[]) =>
    forecastSizes(stored, sizes, { ...DEFAULT_CHOICE, covariates }).isAtMost;
  expect([of([]), of(['length'])]).toEqual([false, true]);
});

test('why nothing could be seen', () => {
  const words = (own: ComparablePair[], hasNeutrals = true) =>
    nothingWords(comparableSizes(own, []), DEFAULT_CHOICE, hasNeutrals);
  expect(words(pairs(9, {}), false)).toMatch(/^Nothing: without neutrals/);
  expect(words([...pairs(2, {}), ...pairs(3, { hasNeutral: false })])).toBe(
    'Nothing: only 2 pairs can be compared with a neutral of the same shape, and a comparison wants 5. Choose a control set.',
  );
  expect(words(pairs(3, { hasNeutral: false }))).toMatch(/^Nothing: no pair can be compared/);
  expect(words(pairs(9, { cluster: 'one' }))).toMatch(
    /^Nothing: all pairs with a neutral are of one cluster/,
  );
  expect(words([])).toBe('Nothing: no pair can be measured.');
});

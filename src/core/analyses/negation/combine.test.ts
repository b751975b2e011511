import { describe, expect, it } from 'vitest';
import { aggregate } from '../../statistics/aggregate.ts';
import { tensorOf } from '../named-tensor.ts';
import { countsOf } from './counts.ts';
import { labelNames } from './label-means.ts';
import { type ChosenPair, chosenResult } from './result.example.ts';
import { comparisonOf, headRows, profileRows, statisticsAt } from './rows.ts';

/** Eighths that differ by pair, quantity and head. */
const value = (pair: number) => (quantity: number, place: number) =>
  ((pair * 5 + quantity * 3 + place * 7) % 11) / 8 + (place === 1 ? 1 : 0);
const neutral = (pair: number) => (quantity: number, place: number) =>
  ((pair * 3 + quantity + place) % 7) / 8;

const pairs: ChosenPair[] = Array.from({ length: 9 }, (_, pair) => ({
  values: value(pair),
  neutral: neutral(pair),
  label: pair < 6 ? 'not' : 'never',
}));
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const pairsFrom = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('against neutrals', () => {
  const result = chosenResult(pairs);

  it('statistics are those of the comparison of pairs with their neutrals', () => {
    expect(comparisonOf(result)).toBe('paired');
    const rows = headRows(result, 'to_cue_ratio');
    const columns = Array.from({ length: 4 }, () => ({
      family: 'any',
      signed: false,
      change: 'high' as const,
      range: [0, null] as const,
    }));
    const table = (of: typeof value) =>
      Float64Array.from(pairs.flatMap((_, pair) => [0, 1, 2, 3].map((place) => of(pair)(0, place))));
    const { columns: expected } = aggregate({
      columns,
      values: table(value),
      cluster: null,
      comparison: { kind: 'paired', neutral: table(neutral), used: new Uint8Array(9).fill(1) },
      margins: null,
      marginShare: null,
      seed: 5,
    });
    rows.forEach((row, place) => {
      const { mean, ci_low, ci_high, difference, difference_ci_low, p, q, control_mean } =
        expected[place] ?? {};
      expect(row).toMatchObject({ n: 9, mean, ci_low, ci_high, difference, difference_ci_low, p, q });
      expect(row.control_mean).toBeCloseTo(control_mean ?? Number.NaN, 12);
      // The control has an interval around its mean.
      expect(row.control_ci_low).toBeLessThan(row.control_mean ?? 0);
      expect(row.control_ci_high).toBeGreaterThan(row.control_mean ?? 0);
    });
  });

  it('over all heads each pair counts once, with the mean of its heads', () => {
    const { mean: all, difference } = statisticsAt(result, 'delta_all_heads');
    const of = (from: typeof value) =>
      mean(pairsFrom(0, 9).map((pair) => mean([0, 1, 2, 3].map((place) => from(pair)(3, place)))));
    expect(all).toBeCloseTo(of(value), 12);
    expect(difference).toBeCloseTo(of(value) - of(neutral), 12);
  });

  it('distance by layer is a mean of heads, its slope that of two layers', () => {
    const layer = (at: number) => statisticsAt(result, 'distance_by_layer', at).mean ?? Number.NaN;
    expect(layer(0)).toBeCloseTo(
      mean(pairsFrom(0, 9).map((pair) => mean([0, 1].map((h) => value(pair)(6, h))))),
      12,
    );
    expect(statisticsAt(result, 'distance_slope').mean).toBeCloseTo(layer(1) - layer(0), 12);
  });

  it('profiles have means and intervals of set and control, their means under the names of the reference too', () => {
    const [row] = profileRows(result, ['to_cue'], { layer: 0, head: 1 });
    expect(row).toMatchObject({ distance: -8, layer: 0, head: 1, n: 9 });
    expect(row?.mean).toBeCloseTo(mean(pairsFrom(0, 9).map((pair) => value(pair)(0, 1) / 16)), 6);
    expect(row?.control_mean).toBeCloseTo(mean(pairsFrom(0, 9).map((pair) => neutral(pair)(0, 1) / 16)), 6);
    expect(tensorOf(result, 'negation.to_cue_by_distance').data[1]).toBe(row?.mean);
  });

  it('labels by their pairs, with means of set and neutrals', () => {
    expect(labelNames(result)).toEqual(['not', 'never']);
    expect([...tensorOf(result, 'label_pairs').data]).toEqual([6, 3, 6, 3]);
    const { data } = tensorOf(result, 'label_values');
    // [side, label, quantity, layer, head] of 2, 2, 7, 2, 2
    expect(data[0]).toBeCloseTo(mean(pairsFrom(0, 6).map((pair) => value(pair)(0, 0))), 6);
    expect(data[(1 * 2 + 1) * 28]).toBeCloseTo(mean(pairsFrom(6, 9).map((pair) => neutral(pair)(0, 0))), 6);
  });
});

describe('what takes no part', () => {
  it('is counted by its reason; undefined values leave a pair out of a head alone', () => {
    const some: ChosenPair[] = [
      ...pairs,
      { values: value(0), state: 'no cue' },
      { values: value(0), state: 'too long' },
      {
        values: (quantity, place) => (quantity === 0 && place === 0 ? Number.NaN : 1),
        neutralState: 'too long',
      },
    ];
    const result = chosenResult(some);
    expect(countsOf(result)).toMatchObject({
      pairs: 12,
      measured: 10,
      noCue: 1,
      tooLong: 1,
      noNeutral: 0,
      neutralTooLong: 1,
      compared: 9,
      clusters: 0,
    });
    expect(headRows(result, 'to_cue_ratio').map(({ n, compared }) => [n, compared])).toEqual([
      [9, 9],
      [10, 9],
      [10, 9],
      [10, 9],
    ]);
  });

  it('without a control there are means, and nothing is tested', () => {
    const result = chosenResult(pairs.map(({ values }) => ({ values })));
    expect(comparisonOf(result)).toBe('none');
    const [row] = headRows(result, 'radius');
    expect(row).toMatchObject({
      n: 9,
      control_mean: null,
      difference: null,
      p: null,
      q: null,
      outcome: 'no test',
    });
  });

  it('a control set is compared by the shape of its changes', () => {
    const control = pairsFrom(0, 7).map((pair): ChosenPair => ({ values: neutral(pair), role: 'control' }));
    const result = chosenResult([...pairs.map(({ values }) => ({ values })), ...control], true);
    expect(comparisonOf(result)).toBe('matched');
    expect(countsOf(result)).toMatchObject({ compared: 9, comparedControl: 7, controlPairs: 7 });
    const [row] = headRows(result, 'to_cue_ratio');
    expect(row?.control_mean).toBeCloseTo(mean(pairsFrom(0, 7).map((pair) => neutral(pair)(0, 0))), 12);
  });

  it('the control is weighted by the shapes of the set, in means, intervals and profiles alike', () => {
    // Of the set a third inserts, of the control two thirds do; what inserts has more.
    const control = pairsFrom(0, 18).map((pair): ChosenPair => ({
      values: (quantity, place) => neutral(pair)(quantity, place) + (pair < 12 ? 1 : 0),
      role: 'control',
      inserts: pair < 12,
    }));
    const set = pairsFrom(0, 12).map((pair): ChosenPair => ({ values: value(pair), inserts: pair < 4 }));
    const result = chosenResult([...set, ...control], true);
    expect(countsOf(result)).toMatchObject({ compared: 12, comparedControl: 18 });
    const of = (from: number, to: number) => mean(pairsFrom(from, to).map((pair) => neutral(pair)(0, 1)));
    const weighted = (1 + of(0, 12)) / 3 + (2 * of(12, 18)) / 3;
    const row = headRows(result, 'to_cue_ratio')[1];
    expect(row?.control_mean).toBeCloseTo(weighted, 12);
    expect(row?.mean).toBeCloseTo((row?.difference ?? 0) + weighted, 12);
    // Between the shapes lies 1: an interval over all pairs as they come would be wider than one within shapes.
    const [low, high] = [row?.control_ci_low ?? 0, row?.control_ci_high ?? 0];
    expect(low).toBeLessThan(weighted);
    expect(high).toBeGreaterThan(weighted);
    expect(high - low).toBeLessThan(0.5);
    const [profile] = profileRows(result, ['to_cue'], { layer: 0, head: 1 });
    expect(profile?.control_mean).toBeCloseTo(weighted / 16, 6);
    expect((profile?.control_ci_high ?? 0) - (profile?.control_ci_low ?? 0)).toBeCloseTo(
      (high - low) / 16,
      6,
    );
  });
});

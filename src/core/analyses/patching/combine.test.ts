import { describe, expect, it } from 'vitest';
import type { Effect } from '../../effects/effects.ts';
import { finish } from '../../statistics/steps.ts';
import { namedTensor, tensorOf } from '../named-tensor.ts';
import { combinePatching } from './combine.ts';
import { type PatchDirection, type PatchHook, type PatchMap, patchMaps } from './hooks.ts';
import { patchingOfHeads } from './of-heads.ts';
import { patchingOptions } from './options.ts';
import { partOfPatching, type PatchedSide } from './parts.ts';
import { cellAt, countsOf } from './result.ts';
import { patchingFindings, undefinedPairs } from './words.ts';

const EFFECT: Effect = { kind: 'pooled', position: 'last', pooling: 'mean', toward: 'original', least: 0.02 };
const SHAPE = { layers: 1, heads: 2, keyValueHeads: 2 };
const mapsOf = (hook: PatchHook, directions: PatchDirection[] = ['denoising']) =>
  patchMaps(SHAPE, { hooks: [hook], directions, headPositions: false, together: [] });
const MAPS = mapsOf('z');
const NAME = 'denoising.z';

interface ChosenPair {
  /** [head] */
  readonly values: readonly number[];
  readonly neutral?: readonly number[];
  readonly role?: 'control';
  readonly cluster?: string;
  /** A token is put in, and none replaced. */
  readonly inserts?: boolean;
  readonly state?: PatchedSide['state'];
}

function side(
  values: readonly number[],
  id: number,
  inserts = false,
  state: PatchedSide['state'] = 'measured',
) {
  const aligned: [number, number][] = inserts
    ? [
        [0, 0],
        [1, 2],
        [2, 3],
      ]
    : [
        [0, 0],
        [1, 1],
        [2, 2],
      ];
  return {
    state,
    ids: inserts ? [1, id, 2, 3] : [1, id, 3],
    aligned,
    inserted: Number(inserts),
    clean: 1,
    corrupted: 0,
    effects: new Map(
      [NAME, 'noising.z'].map((name) => [
        name,
        namedTensor({ layer: 1, head: 2 }, Float64Array.from(values)),
      ]),
    ),
  };
}

function resultOf(
  pairs: readonly ChosenPair[],
  hasControlSet = false,
  of: { readonly maps: readonly PatchMap[]; readonly heads: number } = { maps: MAPS, heads: SHAPE.heads },
) {
  const parts = pairs.map(({ values, neutral, inserts, state }, position) => ({
    position,
    part: partOfPatching(
      [1, 2, 3],
      side(values, 7, inserts, state),
      neutral === undefined ? null : side(neutral, 8),
    ),
  }));
  const items = pairs.map(({ role, cluster }, position) => ({
    role: role ?? ('set' as const),
    position,
    label: null,
    cluster: cluster ?? null,
  }));
  const input = { ...of, parts, items, hasRanks: true, hasControlSet, effect: EFFECT, together: [] };
  return finish(
    combinePatching({ ...input, ofTokens: false, isPooled: false }, patchingOptions.parse({ seed: 5 })),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const pairsFrom = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
const value = (pair: number) => ((pair * 5) % 11) / 40 + 0.4;
const neutral = (pair: number) => ((pair * 3) % 7) / 80;

describe('the control fits its own difference', () => {
  it('is weighted by the shapes of the set', () => {
    // Of the set a third inserts, of the control two thirds do; what inserts has more.
    const control = pairsFrom(0, 18).map((pair): ChosenPair => ({
      values: [neutral(pair) + (pair < 12 ? 1 : 0), 0],
      role: 'control',
      inserts: pair < 12,
    }));
    const set = pairsFrom(0, 12).map((pair): ChosenPair => ({ values: [value(pair), 0], inserts: pair < 4 }));
    const result = resultOf([...set, ...control], true);
    expect(countsOf(result)).toMatchObject({ compared: 12, comparedControl: 18 });
    const of = (from: number, to: number) => mean(pairsFrom(from, to).map(neutral));
    const weighted = (1 + of(0, 12)) / 3 + (2 * of(12, 18)) / 3;
    const cell = cellAt(tensorOf(result, NAME), 0);
    expect(cell.control_n).toBe(18);
    expect(cell.control_mean).toBeCloseTo(weighted, 12);
    expect(cell.mean).toBeCloseTo((cell.difference ?? 0) + weighted, 12);
    // Between the shapes lies 1: an interval over all pairs as they come would be wider than one within shapes.
    const [low, high] = [cell.control_ci_low ?? 0, cell.control_ci_high ?? 0];
    expect(low).toBeLessThan(weighted);
    expect(high).toBeGreaterThan(weighted);
    expect(high - low).toBeLessThan(0.2);
  });

  it('is of the pairs and cells that have a value', () => {
    const pairs = pairsFrom(0, 12).map((pair): ChosenPair => ({
      values: [pair < 9 ? value(pair) : Number.NaN, value(pair)],
      neutral: [neutral(pair) + (pair < 9 ? 0 : 1), neutral(pair)],
    }));
    const result = resultOf(pairs);
    const [some, all] = [0, 1].map((place) => cellAt(tensorOf(result, NAME), place));
    expect(some).toMatchObject({ n: 9, control_n: 9 });
    expect(all).toMatchObject({ n: 12, control_n: 12 });
    expect(some?.control_mean).toBeCloseTo(mean(pairsFrom(0, 9).map(neutral)), 12);
    expect(some?.mean).toBeCloseTo((some?.difference ?? 0) + (some?.control_mean ?? 0), 12);
    expect(patchingFindings(result)[0]).toMatch(
      /, the control [^;]* of its own \(n = 9\), the difference .*; n = 9 of 12 pairs, q /,
    );
    expect(undefinedPairs(result, 9)).toBe('Undefined for 3 of 12 pairs of the set.');
    expect(undefinedPairs(result, 12)).toBe('');
  });
});

describe('cells that restore nothing', () => {
  it('the largest mean restores nothing, and what is undecided is counted', () => {
    const pairs = pairsFrom(0, 12).map((pair): ChosenPair => ({
      values: [-0.004 + 0.001 * (pair % 2), pair % 2 === 0 ? 0.5 : -0.6],
    }));
    const [first, second, rule, ...others] = patchingFindings(resultOf(pairs));
    expect(first).toMatch(
      /^Head output: none of 2 heads restores something for sure; 1 restores nothing; 1 is undecided\. L0 H0 has the largest mean: −0\.00350 \[−0\.00\d{3}, −0\.00\d{3}\] of the way \(there is no control\); n = 12/,
    );
    expect(second).toContain('There is no control beside it');
    expect(rule).toMatch(
      /^The original’s activation is put into the counterfactual\. The effect is on .*\. A cell restores when its whole 95 % interval lies above/,
    );
    expect(others.at(-1)).toMatch(/^n = 12 of 12 pairs/);
  });

  it('says of which direction each headline is, where there are both', () => {
    const pairs = pairsFrom(0, 12).map((pair): ChosenPair => ({
      values: [value(pair), neutral(pair) / 100],
    }));
    const maps = mapsOf('z', ['denoising', 'noising']);
    const said = patchingFindings(resultOf(pairs, false, { maps, heads: SHAPE.heads })).join(' ');
    expect(said).toContain('Head output (denoising): 1 of 2 heads restores something for sure');
    expect(said).toContain('Head output (noising): 1 of 2 heads breaks something for sure');
  });

  it('counts the neutrals of which too few fit', () => {
    const set = pairsFrom(0, 12).map((pair): ChosenPair => ({
      values: [value(pair), 0],
      neutral: [0, 0],
      inserts: true,
    }));
    expect(patchingFindings(resultOf(set))[1]).toBe(
      'There is no control beside it: of the 12 neutrals that could be measured, too few are of the shape of their pair (as many tokens put in, taken out and replaced).',
    );
  });

  it('one neutral is too few, whatever its shape', () => {
    const [first, ...rest] = pairsFrom(0, 12).map((pair): ChosenPair => ({ values: [value(pair), 0] }));
    if (first === undefined) throw new Error('there are no pairs');
    expect(patchingFindings(resultOf([{ ...first, neutral: [0, 0] }, ...rest]))[1]).toBe(
      'There is no control beside it: only 1 neutral could be measured.',
    );
  });

  it('one pair has no interval', () => {
    const [first] = patchingFindings(resultOf([{ values: [0.5, 0.25] }]));
    expect(first).toMatch(
      /: L0 H0 has the largest mean: 0\.500 of the way .*; n = 1\. One pair has no interval, so nothing is said of others\.$/,
    );
  });
});

it('says by how many clusters intervals and tests go, where these are fewer than pairs', () => {
  const of = (clusters: number) =>
    pairsFrom(0, 12).map((pair): ChosenPair => ({
      values: [value(pair), 0],
      cluster: `c${pair % clusters}`,
    }));
  const said = (clusters: number) => patchingFindings(resultOf(of(clusters))).join(' ');
  expect(said(4)).toContain('over all cells of the map, by 4 clusters of pairs.');
  expect(said(12)).not.toContain('clusters');
});

describe('what is known of heads', () => {
  const pairs = pairsFrom(0, 12).map((pair): ChosenPair => ({ values: [value(pair), -value(pair)] }));

  it('is called alike whichever way a head moves the outcome: one that moves it away restores nothing', () => {
    const [quantity] = patchingOfHeads(resultOf(pairs));
    expect(quantity?.values[1]).toBeLessThan(0);
    expect(quantity?.called?.outcomes).toEqual(['called', 'called']);
    expect(quantity?.called?.as).toBe('patching effect');
  });

  it('is nothing of key-value heads that several heads share', () => {
    const values = { maps: mapsOf('v').map((map) => ({ ...map, name: NAME })), heads: 4 };
    expect(patchingOfHeads(resultOf(pairs, false, values))).toEqual([]);
    expect(patchingOfHeads(resultOf(pairs, false, { ...values, heads: 2 }))).toHaveLength(1);
  });
});

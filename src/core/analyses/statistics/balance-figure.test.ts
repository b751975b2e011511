import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { balanceFigure, type BalanceFigureData } from './balance-figure.ts';

const side = (set: number | null, control: number | null, standardisedDifference: number | null) => ({
  set,
  control,
  standardisedDifference,
  amber: Math.abs(standardisedDifference ?? 0) > 0.25,
});
const data: BalanceFigureData = {
  source: { run: 3, model: 'tiny', set: 'negation', controlSet: 'fillers', queries: 'all' },
  group: '',
  design: {
    kind: 'matched',
    fallback: null,
    pairs: 12,
    controlPairs: 20,
    compared: 10,
    comparedControl: 18,
    clusters: null,
    strata: [],
    leftOut: [],
    balance: [
      { covariate: 'length', before: side(11.84, 9.2, 0.5), after: side(11.8, 11.3, 0.125) },
      { covariate: 'inserted', before: side(1, 0.5, 0.75), after: side(1, 0.75, 0.375) },
      { covariate: 'deleted', before: side(0, 0, 0), after: side(0, 0, 0) },
      { covariate: 'rank', before: side(null, null, null), after: side(null, null, null) },
    ],
    covariates: [],
    notAdjusted: [],
    pairsInThirds: 0,
    adjustment: 'regression',
  },
};

interface Drawn {
  readonly type: string;
  readonly shape: { readonly cx: number; readonly x: number; readonly width: number };
  readonly style: { readonly text?: string; readonly fill: string; readonly stroke?: string };
}
const { light } = FIGURE_THEMES;
const figureOf = (more: Partial<BalanceFigureData> = {}) => balanceFigure.draw({ ...data, ...more }, light);
const drawn = (more: Partial<BalanceFigureData> = {}) => figureOf(more).option.graphic as unknown as Drawn[];

test('a mark after matching and a hollow one before, at their differences; amber beyond the limit', () => {
  const marks = drawn().filter(({ type }) => type === 'circle');
  const places = marks.map(({ shape }) => shape.cx);
  const [band] = drawn().filter(({ type, style }) => type === 'rect' && style.fill === light.soft);
  if (band === undefined) throw new Error('there is no band');
  const zero = band.shape.x + band.shape.width / 2;
  /** The band is from -0.25 to 0.25. */
  const perDeviation = band.shape.width / 0.5;
  expect(places.map((x) => (x - zero) / perDeviation)).toEqual(
    [0.5, 0.125, 0.75, 0.375].map((value) => expect.closeTo(value, 6) as number),
  );
  expect(marks.map(({ style }) => style.fill)).toEqual(['none', light.text, 'none', light.amber]);
});

test('what neither side has, or is not known of, has no line', () => {
  const words = drawn().flatMap(({ style }) => style.text ?? []);
  expect(words).toEqual(
    expect.arrayContaining(['Length', 'Tokens inserted', '+0.13', '+0.38', '11.8 · 11.3 tokens']),
  );
  expect(words.join(' ')).not.toMatch(/deleted|Rank/);
});

test('says over how many pairs, of both sides', () => {
  expect(figureOf().caption).toBe(
    'Run 3 · tiny · “negation” (n = 10 of 12 pairs) against “fillers” (n = 18), matched by shape of the change',
  );
  expect(figureOf({ group: 'copula' }).caption).toContain('“negation”, label “copula” (n = 10');
});

test('figures beside it can have its axis', () => {
  const { ends } = balanceFigure;
  expect(ends.of(data).ends).toEqual([-0.75, 0.75]);
  expect(ends.of(ends.put(data, [-2, 2])).ends).toEqual([-2, 2]);
});

test('a line of numbers for each quantity, whether it is drawn or not', () => {
  expect(balanceFigure.csv(data).trim().split('\n')).toEqual([
    'quantity,set_all,control_all,difference_all,set,control,difference,beyond_limit',
    'length,11.84,9.2,0.5,11.8,11.3,0.125,no',
    'inserted,1,0.5,0.75,1,0.75,0.375,yes',
    'deleted,0,0,0,0,0,0,no',
    'rank,,,,,,,no',
  ]);
});

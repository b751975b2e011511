import { describe, expect, test } from 'vitest';
import { isCrowded } from './axes-of-heads.ts';
import { headGridFigure } from './head-grid-figure.ts';
import { headRankingFigure } from './head-ranking-figure.ts';
import { headScatterFigure } from './head-scatter-figure.ts';
import { differenceText } from './head-words.ts';
import { layerBoxesFigure } from './layer-boxes-figure.ts';
import { exampleRow } from './statistics-row.example.ts';
import { rankingOfRows } from './ranked-rows.ts';
import { foldedLines } from '../../figures/ranked-heads.ts';
import { rankingCsv, rankingFigure, type RankingView } from '../../figures/ranking-figure.ts';
import { LANE_PADDING, LEAST_LANE, linesOfHead, type Ranking, rankingLayout } from '../../figures/ranking.ts';
import { FIGURE_THEMES } from '../../figures/theme.ts';

const OUTCOMES = ['more', 'more', 'not enough data', 'does not respond', 'less'] as const;
const rows = OUTCOMES.map((outcome, head) =>
  exampleRow(0, head, {
    comparison: 'paired',
    outcome,
    n: 40,
    mean: 0.3 - 0.1 * head,
    control_mean: 0.05,
    difference: 0.25 - 0.1 * head,
    difference_ci_low: 0.2 - 0.1 * head,
    difference_ci_high: head === 0 ? 9 : 0.3 - 0.1 * head,
    cliffs_delta: head === 4 ? -0.5 : 0.5,
    q: 0.01,
    top_share: 1,
  }),
);
const ranking: Ranking = rankingOfRows(
  rows,
  'attention_js_divergence',
  { by: 'response', direction: 'desc' },
  'difference',
);
const view: RankingView = { sort: 'rank', sortDirection: 'desc', middle: false, width: 640 };
const words = { title: 'Heads', caption: 'Run 1' };

/** All texts that are drawn. */
function textsOf(shown: RankingView, of = ranking): string[] {
  const { option } = rankingFigure(of, shown, words, FIGURE_THEMES.light);
  return [option.graphic ?? []].flat().flatMap((one) => {
    const { style } = one as { style?: { text?: string } };
    return style?.text === undefined ? [] : [style.text];
  });
}

describe('a ranking as a figure', () => {
  test('has the lines of the screen, the fold with its count, and the numbers beside the marks', () => {
    const texts = textsOf(view);
    for (const line of foldedLines({ heads: ranking.heads, middle: false, selected: null, room: 40 }))
      expect(texts).toContain(line.kind !== 'head' ? ranking.foldWords(line.heads) : `L0 H${line.head.head}`);
    expect(texts).toContain('1 does not respond, 1 undecided');
    expect(texts).not.toContain('L0 H2');
    expect(texts).toContain('0.150 [0.100, 0.200]');
    expect(textsOf({ ...view, middle: true })).toContain('L0 H2');
    // The selected head is listed wherever it ranks; any other order folds what is not called, and says how many.
    expect(textsOf({ ...view, layer: 0, head: 2 })).toContain('L0 H2');
    const byHead = { ...view, sort: 'head', sortDirection: 'asc' } as const;
    expect(textsOf(byHead)).not.toContain('L0 H2');
    expect(textsOf(byHead)).toContain('1 does not respond, 1 undecided');
    expect(textsOf({ ...byHead, middle: true })).toContain('L0 H2');
  });

  test('leaves out columns before the axis gets narrow', () => {
    for (const width of [490, 520, 600, 640, 900]) {
      const { lane, columns } = rankingLayout(ranking, width, 'rank');
      const last = columns.at(-1)?.column;
      expect(lane - 2 * LANE_PADDING).toBeGreaterThanOrEqual(last?.least ?? LEAST_LANE);
      expect(columns.map(({ column }) => column.key)).toContain('difference');
    }
    const keys = (width: number, by = 'rank') =>
      rankingLayout(ranking, width, by).columns.map(({ column }) => column.key);
    expect(keys(900)).toEqual(['difference', 'set', 'control', 'delta', 'q', 'top']);
    expect(keys(490)).toEqual(['difference']);
    // q leaves last: it is there beside the inspector of a small window.
    expect(keys(506)).toEqual(['difference', 'q']);
    // What it is ordered by stays.
    expect(keys(400, 'q')).toEqual(['difference', 'q']);
  });

  test('an interval that goes on beyond the axis ends in an arrow', () => {
    const linesOf = (of: Ranking) =>
      [rankingFigure(of, view, words, FIGURE_THEMES.light).option.graphic ?? []]
        .flat()
        .filter((one) => (one as { style?: { lineWidth?: number } }).style?.lineWidth === 1.4).length;
    const [first, ...others] = ranking.heads;
    if (first === undefined) throw new Error('no heads');
    const within = { ...first, marks: { ...first.marks, interval: [0.25, 0.32] as const } };
    expect(linesOf(ranking) - linesOf({ ...ranking, heads: [within, ...others] })).toBe(2);
  });

  test('its CSV has every head in the order of the figure, and says which are in the fold', () => {
    const [header, ...lines] = rankingCsv(ranking, view).trim().split('\n');
    expect(header).toBe(
      'place,layer,head,outcome,listed,difference,n,mean,ci_low,ci_high,set_mean,control_mean,difference_ci_low,difference_ci_high,cliffs_delta,q,top_share',
    );
    expect(lines.map((line) => line.split(',').slice(0, 6).join(' '))).toEqual([
      '1 0 0 changes more yes 0.25',
      '2 0 1 changes more yes 0.15',
      '3 0 2 is undecided in the fold 0.04999999999999999',
      '4 0 3 does not respond in the fold -0.050000000000000044',
      '5 0 4 changes less yes -0.15000000000000002',
    ]);
  });

  test('an undecided head that is chosen stays hollow, in the colour of selection', () => {
    const open = ranking.heads.find(({ look }) => look === 'hollow');
    if (open === undefined) throw new Error('no head is undecided');
    const { option } = rankingFigure(
      ranking,
      { ...view, middle: true, layer: open.layer, head: open.head },
      words,
      FIGURE_THEMES.light,
    );
    const drawn = JSON.stringify(option.series);
    const { background, accent, muted } = FIGURE_THEMES.light;
    const ring = (colour: string) => `"color":"${background}","borderColor":"${colour}"`;
    expect(drawn.split(ring(accent))).toHaveLength(2);
    expect(drawn.split(ring(muted)).length).toBe(
      ranking.heads.filter(({ look }) => look === 'hollow').length,
    );
  });
});

test('by roots map, ranking and boxes lie alike: one choice, linear unless asked for', () => {
  const far = Array.from({ length: 20 }, (_, head) =>
    exampleRow(0, head, {
      comparison: 'paired',
      outcome: 'more',
      difference: head === 0 ? 0.25 : 0.01,
      difference_ci_low: head === 0 ? 0.24 : 0.009,
      difference_ci_high: head === 0 ? 0.25 : 0.011,
    }),
  );
  const shapeFor = (axes?: 'auto' | 'linear' | 'root') =>
    rankingOfRows(far, 'attention_js_divergence', { by: 'response', direction: 'desc' }, 'difference', axes)
      .axes;
  expect([undefined, 'linear', 'root', 'auto'].map((axes) => shapeFor(axes as 'root'))).toEqual([
    'linear',
    'linear',
    'root',
    'root',
  ]);
  const source = { run: 1, model: 'tiny', set: 'few', controlSet: null, queries: 'all' } as const;
  const data = { source, group: '', metric: 'attention_js_divergence', rows: far, axes: 'root' } as const;
  const theme = FIGURE_THEMES.light;
  const dots = [headRankingFigure.draw({ ...data, ...view }, theme), layerBoxesFigure.draw(data, theme)].map(
    ({ option }) => JSON.stringify(option.series),
  );
  expect(headGridFigure.draw(data, theme).option.visualMap).toMatchObject({ max: 0.5 });
  expect(dots[0]).toContain('"value":[0.5,');
  expect(dots[1]).toContain('"value":[0.5,0]');
  // What is in a file of numbers is the same.
  expect(headRankingFigure.csv({ ...data, ...view })).toBe(
    headRankingFigure.csv({ ...data, ...view, axes: 'linear' }),
  );
});

test('a map is crowded where nine heads in ten lie within a tenth of its scale', () => {
  const of = (differences: readonly number[]) =>
    differences.map((difference, head) => exampleRow(0, head, { comparison: 'paired', difference }));
  const small = Array.from({ length: 18 }, (_, head) => 0.001 * head);
  expect(isCrowded(of([...small, 0.02, 0.25]), 'difference', [-0.25, 0.25])).toBe(true);
  expect(isCrowded(of([...small, 0.02, 0.1]), 'difference', [-0.1, 0.1])).toBe(false);
  expect(isCrowded(of([0.25, 0.001]), 'difference', [-0.25, 0.25])).toBe(false);
  expect(isCrowded(of(small.map(() => 0)), 'difference', [-1, 1])).toBe(false);
});

describe('a smallest effect of interest', () => {
  const withMargin = (margins: readonly number[]) =>
    margins.map((margin, head) =>
      exampleRow(0, head, {
        comparison: 'paired',
        outcome: 'more',
        difference: 0.0034,
        difference_ci_low: 0.0012,
        difference_ci_high: 0.0054,
        margin,
      }),
    );
  const ranked = (margins: readonly number[]) =>
    rankingOfRows(
      withMargin(margins),
      'attention_js_divergence',
      { by: 'response', direction: 'desc' },
      'difference',
    );
  const dashedIn = (of: Ranking) =>
    [rankingFigure(of, view, words, FIGURE_THEMES.light).option.graphic ?? []]
      .flat()
      .filter((one) => (one as { style?: { lineDash?: unknown } }).style?.lineDash !== undefined).length;

  test('is drawn on both sides of 0 in every row, and named once', () => {
    const of = ranked([0.005, 0.005]);
    expect(of.subtitle).toMatch(/; dashed: smallest effect ±0\.005 bits$/);
    expect(dashedIn(ranked([0.001, 0.001]))).toBe(2);
    expect(dashedIn(ranked([0, 0]))).toBe(0);
    const axis = { low: -0.006, high: 0.006, ticks: [] };
    expect(of.heads.map((head) => linesOfHead(head, of, axis))).toEqual([
      [0.005, -0.005],
      [0.005, -0.005],
    ]);
  });

  test('that is a share of each control is drawn where it is in each row', () => {
    const of = ranked([0.005, 0.002]);
    expect(of.subtitle).toMatch(/; dashed: smallest effect of each head$/);
    const axis = { low: -0.003, high: 0.006, ticks: [] };
    expect(of.heads.map((head) => linesOfHead(head, of, axis))).toEqual([[0.005], [0.002, -0.002]]);
  });

  test('is not hidden by the decimals of a head that lies across it', () => {
    const [across, beyond] = withMargin([0.005, 0.001]);
    expect(across && differenceText(across, 3)).toBe('0.0034 [0.0012, 0.0054]');
    // 0.0012 is not 0.001 either.
    expect(beyond && differenceText(beyond, 3)).toBe('0.0034 [0.0012, 0.0054]');
    expect(across && differenceText({ ...across, margin: 0.01 }, 3)).toBe('0.003 [0.001, 0.005]');
  });

  test('is a line in the scatter and in the boxes, where it is one for all heads', () => {
    const source = { run: 1, model: 'tiny', set: 'few', controlSet: null, queries: 'all' } as const;
    const of = (margins: readonly number[]) => {
      const data = {
        source,
        group: '',
        metric: 'attention_js_divergence',
        rows: withMargin(margins),
      } as const;
      return [
        headScatterFigure.draw({ ...data, acrossRows: data.rows }, FIGURE_THEMES.light),
        layerBoxesFigure.draw(data, FIGURE_THEMES.light),
      ].map(({ note }) => note.includes('Dashed: smallest effect ±0.002 bits.'));
    };
    expect(of([0.002, 0.002])).toEqual([true, true]);
    expect(of([0.002, 0.001])).toEqual([false, false]);
  });
});

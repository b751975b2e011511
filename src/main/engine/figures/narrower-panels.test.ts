/** Rankings, scatters, tables of words and texts, drawn again for a panel that is narrower than they are. */
import { expect, test } from 'vitest';
import { probePredictionsFigure } from '../../../core/analyses/attribution/predictions-figure.ts';
import { probeLensFigure } from '../../../core/analyses/lens/probe-figure.ts';
import { headRankingFigure } from '../../../core/analyses/statistics/head-ranking-figure.ts';
import { headScatterFigure } from '../../../core/analyses/statistics/head-scatter-figure.ts';
import { exampleRow } from '../../../core/analyses/statistics/statistics-row.example.ts';
import type { Figure } from '../../../core/figures/figure.ts';
import { probeTextFigure } from '../../../core/figures/kinds/probe-text.ts';
import { FIGURE_THEMES } from '../../../core/figures/theme.ts';
import { LEAST_POINTS } from '../../../core/figures/compose/layout.ts';
import { asAny, onPaper } from '../../../core/figures/compose/on-paper.example.ts';

const LIGHT = FIGURE_THEMES.light;
const source = { run: 1, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' } as const;
const rows = Array.from({ length: 12 }, (_, head) =>
  exampleRow(0, head, {
    comparison: 'paired',
    outcome: 'more',
    n: 40,
    mean: 0.3 + 0.01 * head,
    control_mean: 0.05 + 0.002 * head,
    difference: 0.25 + 0.01 * head,
    difference_ci_low: 0.2,
    difference_ci_high: 0.4,
    cliffs_delta: 0.5,
    q: 0.01,
    top_share: 1,
  }),
);
const ofHeads = { source, group: '', metric: 'attention_js_divergence' as const, rows, acrossRows: rows };
const ranking = { ...ofHeads, sort: 'rank', sortDirection: 'desc' as const, middle: false, width: 640 };

const words = Array.from({ length: 40 }, (_, at) => `word${at}`);
const input = {
  model: 'tiny',
  text: words.join(' '),
  causal: true,
  tokens: words.map((word, at) => ({ text: ` ${word}`, word: at, special: false })),
};
const lens = {
  source: input,
  targets: words.map((text) => ({ text })),
  streams: [0, 1].map(() =>
    words.map((text) => ({ top: { text: `to ${text}`, probability: 0.5 }, rank: 1, probability: 0.5 })),
  ),
  at: 30,
};
const predictions = {
  source: input,
  positions: words.map((text) => ({ top: [{ text: `to ${text}`, probability: 0.5 }], own: null })),
  at: null,
  values: null,
  shade: 'weight' as const,
  by: null,
  width: 900,
};
const text = {
  source: input,
  layer: 0,
  head: 0,
  pattern: new Float32Array(words.length ** 2).fill(0.025),
  focus: [3],
  lined: [],
};

/** What is written, with where it ends. */
function written({ option }: Figure): { text: string; right: number }[] {
  return [option.graphic ?? []].flat().flatMap((one) => {
    const { x = 0, style } = one as { x?: number; style?: { text?: string; align?: string; width?: number } };
    if (style?.text === undefined) return [];
    // An advance of the narrower font, so that nothing that hangs over is missed by much.
    const wide = Math.min(style.width ?? Infinity, style.text.length * 6);
    const right = style.align === 'right' ? x : style.align === 'center' ? x + wide / 2 : x + wide;
    return [{ text: style.text, right }];
  });
}

test.each<[string, unknown, unknown, number]>([
  ['a ranking', headRankingFigure, ranking, 1],
  ['a scatter, of two', headScatterFigure, ofHeads, 2],
  ['a table of the lens', probeLensFigure, lens, 1],
  ['predictions', probePredictionsFigure, predictions, 1],
  ['a text with a token in focus', probeTextFigure, text, 1],
])('in one column of a journal no letter of %s is under 5 points', (_, kind, data, columns) => {
  const { fit, draw, ...rest } = asAny(kind);
  expect(onPaper({ draw, ...rest }, data, columns).points).toBeLessThan(LEAST_POINTS);
  const { points, figure } = onPaper({ draw, ...(fit && { fit }) }, data, columns);
  expect(points).toBeGreaterThanOrEqual(LEAST_POINTS);
  for (const { right } of written(figure)) expect(right).toBeLessThanOrEqual(figure.width + 2);
});

test('a ranking leaves out columns, and keeps every head with its difference and its interval', () => {
  const { figure } = onPaper(asAny(headRankingFigure), ranking, 1);
  const texts = written(figure).map((one) => one.text);
  for (const { head } of rows) expect(texts).toContain(`L0 H${head}`);
  expect(texts.filter((one) => /^0\.\d+ \[0\.200, 0\.400\]$/.test(one))).toHaveLength(rows.length);
  const before = written(headRankingFigure.draw(ranking, LIGHT)).length;
  expect(texts.length).toBeLessThan(before);
});

test('no word of a table or a text is lost: they go on below', () => {
  for (const [kind, data, name] of [
    [probeLensFigure, lens, (at: number) => `word${at}`],
    [probePredictionsFigure, predictions, (at: number) => `word${at}`],
    [probeTextFigure, text, (at: number) => `word${at}`],
  ] as const) {
    const { figure } = onPaper(asAny(kind), data, 1);
    const texts = new Set(written(figure).map((one) => one.text));
    expect(words.map((_, at) => name(at)).filter((word) => !texts.has(word))).toEqual([]);
    expect(figure.height).toBeGreaterThan(asAny(kind).draw(data, LIGHT).height);
  }
});

test('a mark of a table that goes on below is where its word is', () => {
  const { figure } = onPaper(asAny(probeLensFigure), lens, 1);
  const word = (
    [figure.option.graphic ?? []].flat() as { x?: number; y?: number; style?: { text?: string } }[]
  ).find(({ style }) => /^to.word30$/.test(style?.text ?? ''));
  const mark = figure.markAt?.(word?.x ?? -1, word?.y ?? -1);
  expect(figure.hint(mark?.seriesIndex ?? -1, mark?.dataIndex ?? -1)?.title).toMatch(/^30 ␣?word30/);
});

test('arcs go over all of a text, which stays in one line', () => {
  const arcs = { ...text, focus: [] };
  expect(onPaper(asAny(probeTextFigure), arcs, 1).figure.height).toBe(
    probeTextFigure.draw(arcs, LIGHT).height,
  );
});

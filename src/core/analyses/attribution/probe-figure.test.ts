import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { type ProbeAttributionData, probeAttributionFigure, probeAttributionLayout } from './probe-figure.ts';

/** One layer of two heads over two tokens; no MLPs. */
const data: ProbeAttributionData = {
  source: {
    model: 'tiny',
    text: 'not so',
    tokens: [
      { text: 'not', word: 0 },
      { text: ' so', word: 1 },
    ],
  },
  attribution: {
    position: 1,
    layers: 1,
    headsOfLayer: 2,
    tokens: 2,
    heads: Float32Array.of(1, -2),
    bySource: Float32Array.of(0.5, 0.5, -2, 0),
    attention: Float32Array.of(0.25, 0.75, 1, 0),
    mlp: new Float32Array(),
    target: { id: 4, text: ' good', probability: 0.5 },
    logit: 3,
    total: 3,
    shares: false,
    embeddings: 4,
    biases: 0,
    neurons: [],
  },
  shade: 'contribution',
  open: [],
};
const figureOf = (some: Partial<ProbeAttributionData> = {}) =>
  probeAttributionFigure.draw({ ...data, ...some }, FIGURE_THEMES.light);

interface Drawn {
  readonly x?: number;
  readonly y?: number;
  readonly shape?: { readonly x: number; readonly y: number };
  readonly style: { readonly text?: string; readonly fill?: string };
}
const drawnOf = (some: Partial<ProbeAttributionData> = {}) =>
  figureOf(some).option.graphic as unknown as Drawn[];
const textsOf = (drawn: readonly Drawn[]) => drawn.flatMap(({ style: { text } }) => text ?? []);

test('parts with their logits, and a line for each layer; of one that is open, for each head', () => {
  expect(figureOf().title).toBe('Where ␣good at position 1 comes from');
  expect(figureOf().note).toContain('Adds up to the logit 3 (parts 3), P = 0.500.');
  expect(textsOf(drawnOf())).toEqual([
    ...['embeddings', '4', 'heads', '−1', 'biases, shifts', '0'],
    'Heads by layer: what each adds, and what it takes from every token',
    ...['layer 0', '−1', 'not', 'so'],
  ]);
  const open = textsOf(drawnOf({ open: [0] }));
  expect(open.slice(-8)).toEqual(['L0 H0', '1', 'not', 'so', 'L0 H1', '−2', 'not', 'so']);
});

test('what adds is shaded as the one end of the scale, what takes off as the other; all lines share it', () => {
  const drawn = drawnOf({ open: [0] });
  const { rows, columns } = probeAttributionLayout({ ...data, open: [0] });
  const shade = (row: number, column: number) =>
    drawn.find(({ shape }) => shape?.x === columns[column]?.x && shape?.y === rows[row]?.y)?.style.fill;
  // Light: 55 % of #4393c3 over white, and a quarter of that of #d6604d.
  expect(shade(2, 0)).toBe('rgb(152,196,222)');
  expect(shade(1, 0)).toBe('rgb(249,233,231)');
  expect(shade(2, 1)).toBe('rgb(255,255,255)');
});

test('the hint of a cell says what the head takes from the token', () => {
  const figure = figureOf({ open: [0] });
  const { rows, columns } = probeAttributionLayout({ ...data, open: [0] });
  const mark = figure.markAt?.((columns[0]?.x ?? 0) + 1, (rows[2]?.y ?? 0) + 1);
  expect(figure.hint(0, mark?.dataIndex ?? -1)).toEqual({
    title: 'L0 H1',
    rows: [
      { label: '0 not', value: '−2' },
      { label: 'adds in all', value: '−2' },
    ],
  });
});

test('a text that runs from right to left has its first token on the right', () => {
  const tokens = [
    { text: 'לא', word: 0 },
    { text: ' טוב', word: 1 },
  ];
  const { columns } = probeAttributionLayout({ ...data, source: { ...data.source, tokens } });
  expect(columns[0]?.x).toBeGreaterThan(columns[1]?.x ?? Infinity);
});

test('a text that is wider than its room goes on below within its row, and its cells are found there', () => {
  const narrow = { ...data, width: 200 };
  const { rows, columns, width } = probeAttributionLayout(narrow);
  expect(rows.map(({ layer, wrap }) => [layer, wrap])).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(columns.map(({ x, wrap }) => [x, wrap])).toEqual([
    [182, 0],
    [182, 1],
  ]);
  expect(width).toBe(502);
  // Name and number stand once.
  expect(textsOf(drawnOf(narrow)).slice(-4)).toEqual(['layer 0', '−1', 'not', 'so']);
  // The lines of one row stand together, above the next row.
  const open = probeAttributionLayout({ ...narrow, open: [0] }).rows;
  expect(open.toSorted((a, b) => a.y - b.y).map(({ head, wrap }) => [head, wrap])).toEqual([
    ...[null, 0, 1].flatMap((head) => [
      [head, 0],
      [head, 1],
    ]),
  ]);
  const mark = figureOf(narrow).markAt?.(183, (rows[1]?.y ?? 0) + 1);
  expect(figureOf(narrow).hint(0, mark?.dataIndex ?? -1)?.rows[0]?.label).toBe('1 ␣so');
});

test('its numbers have every head, whether its layer is open or not', () => {
  expect(probeAttributionFigure.csv(data).trim().split('\n')).toEqual([
    'part,layer,head,position,token,logit,attention',
    'embeddings,,,,,4,',
    'heads,,,,,-1,',
    '"biases, shifts",,,,,0,',
    'head,0,0,,,1,',
    'head by token,0,0,0,not,0.5,0.25',
    'head by token,0,0,1, so,0.5,0.75',
    'head,0,1,,,-2,',
    'head by token,0,1,0,not,-2,1',
    'head by token,0,1,1, so,0,0',
  ]);
});

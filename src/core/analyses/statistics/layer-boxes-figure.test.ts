import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { layerBoxesFigure } from './layer-boxes-figure.ts';
import { exampleRow } from './statistics-row.example.ts';

const source = { run: 12, model: 'tiny', set: 'negation', controlSet: null, queries: 'all' } as const;
const compared = (layer: number, head: number, difference: number | null) =>
  exampleRow(layer, head, {
    comparison: 'paired',
    outcome: 'not enough data',
    difference,
    n: 9,
    compared: 9,
  });
/** Layer 0 has a box; layer 1 has too few defined heads for one. */
const rows = [0.1, 0.2, 0.3, 0.4, 0.5]
  .map((difference, head) => compared(0, head, difference))
  .concat([0.1, 0.9, null, null, null].map((difference, head) => compared(1, head, difference)));
const data = { source, group: '', metric: 'attention_js_divergence', rows } as const;

test('a box for each layer of enough heads, and every head as a dot that knows its rank', () => {
  const figure = layerBoxesFigure.draw(data, FIGURE_THEMES.light);
  const [boxes, dots] = figure.option.series as { data: unknown[] }[];
  expect(boxes?.data).toEqual([[0, 0.1, 0.2, 0.3, 0.4, 0.5]]);
  expect(dots?.data).toHaveLength(7);
  expect(figure.hint(0, 0)).toEqual({
    title: 'Layer 0',
    rows: [
      { label: 'heads', value: '5' },
      { label: 'median', value: '0.300 bits' },
      { label: 'quartiles', value: '0.200 to 0.400 bits' },
      { label: 'whiskers', value: '0.100 to 0.500 bits' },
    ],
  });
  expect(figure.hint(1, 6)).toMatchObject({
    title: 'L1 H1 is undecided',
    rows: [{ value: '0.900, rank 1 of 7' }],
  });
  expect(figure.note).toContain('3 of 10 heads are undefined.');
});

test('the numbers behind it', () => {
  expect(layerBoxesFigure.csv(data).split('\n').slice(0, 2)).toEqual([
    'layer,head,outcome,attention_js_divergence.difference',
    '0,0,not enough data,0.1',
  ]);
});

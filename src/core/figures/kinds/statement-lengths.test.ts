import { expect, test } from 'vitest';
import { SMALL_PLOT } from '../small-histogram.ts';
import { FIGURE_THEMES } from '../theme.ts';
import {
  lengthBars,
  lengthWords,
  statementLengthsFigure,
  type StatementLengthsData,
} from './statement-lengths.ts';

const data: StatementLengthsData = {
  source: { run: 1, model: 'tiny', set: 'negation', controlSet: 'fillers', queries: 'all' },
  lengths: [
    { tokens: 4, statements: 50 },
    { tokens: 5, statements: 1200 },
    { tokens: 8, statements: 1 },
  ],
};
interface Drawn {
  readonly type: string;
  readonly shape: { readonly height: number };
  readonly style: { readonly text?: string };
}
const drawn = (of: StatementLengthsData) => {
  const figure = statementLengthsFigure.draw(of, FIGURE_THEMES.light);
  return { figure, graphics: figure.option.graphic as unknown as Drawn[] };
};

test('a bar for each length, the few no lower than can be seen', () => {
  const heights = [50 / 1200, 1, 0, 0, 0.02];
  expect(lengthBars(data.lengths).map(({ height }) => height)).toEqual(heights);
  const bars = drawn(data).graphics.filter(({ type, shape }) => type === 'rect' && shape.height > 1);
  expect(bars.map(({ shape }) => shape.height / SMALL_PLOT.height)).toEqual([50 / 1200, 1, 0.02]);
});

test('says how long they are, how many, and of what', () => {
  const { figure, graphics } = drawn(data);
  expect(graphics.flatMap(({ style }) => style.text ?? [])).toEqual([
    '4 to 8, half of them up to 5', '', '4', 'tallest: 1,200', '8',
  ]); // prettier-ignore
  expect(figure.caption).toBe('Run 1 · tiny · “negation” and “fillers” (n = 1,251 statements)');
});

test('of a run that has measured nothing yet it says so', () => {
  expect(lengthWords([])).toBe('not known before a pair is measured');
  expect(drawn({ ...data, lengths: [] }).figure.caption).toContain('n = 0 statements');
});

test('the numbers of statements by tokens', () => {
  expect(statementLengthsFigure.csv(data)).toBe('tokens,statements\n4,50\n5,1200\n8,1\n');
});

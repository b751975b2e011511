import { expect, test } from 'vitest';
import { FIGURE_THEMES } from '../../figures/theme.ts';
import { hasEstimates, negationQuestionFigure } from './question-figure.ts';
import type { QuestionName } from './questions.ts';
import { type ChosenPair, chosenResult } from './result.example.ts';

/** Layer 1 reaches twice as far as layer 0; the negation is looked at both ways, the neutral not. */
const pairs: ChosenPair[] = Array.from({ length: 12 }, (_, pair) => ({
  values: (_quantity, place) => (place > 1 ? 2 : 1) + (pair % 3) / 100,
  neutral: (_quantity, place) => (place > 1 ? 1 : 0.5) + (pair % 3) / 100,
}));
const source = { analysis: 3, title: 'Negation', model: 'tiny', subject: 'set', items: 12, unit: 'pairs' };
const measured = chosenResult(pairs);
const dataOf = (question: QuestionName, result = measured) => ({ source, result, question });

interface Drawn {
  readonly type: string;
  readonly shape?: { readonly x: number; readonly width: number; readonly cx: number };
  readonly style: { readonly text?: string; readonly fill: string };
}
function drawn(question: QuestionName): Drawn[] {
  const { option } = negationQuestionFigure.draw(dataOf(question), FIGURE_THEMES.light);
  return option.graphic as unknown as Drawn[];
}
const linesOf = (question: QuestionName) =>
  negationQuestionFigure
    .csv(dataOf(question))
    .trim()
    .split('\n')
    .map((line) => line.split(','));

test('a dot stands where its mean does, between the ends of its interval', () => {
  const figure = drawn('distance');
  const words = figure.flatMap(({ style }) => style.text ?? []);
  expect(words).toEqual(['0', expect.any(String), 'L0', 'L1']);
  const top = Number(words[1]);
  const [, ...lines] = linesOf('distance');
  const dots = figure.filter(({ type }) => type === 'circle').map(({ shape }) => shape?.cx ?? 0);
  const axis = figure.filter(({ type, shape }) => type === 'rect' && shape?.width === 1);
  const [zero = 0, end = 0] = axis.map(({ shape }) => (shape?.x ?? 0) + 0.5);
  expect(dots.map((x) => ((x - zero) / (end - zero)) * top)).toEqual(
    lines.map(([, mean]) => expect.closeTo(Number(mean), 6) as number),
  );
  for (const [, mean, low, high] of lines) {
    expect(Number(low)).toBeLessThanOrEqual(Number(mean));
    expect(Number(high)).toBeGreaterThanOrEqual(Number(mean));
  }
});

test('the negation and what it is compared with have a line each, in colours of their own', () => {
  const { accent, control } = FIGURE_THEMES.light;
  for (const question of ['two-way', 'spread'] as const) {
    expect(linesOf(question).map(([name]) => name)).toEqual(['of', 'negation', 'neutral word']);
    const dots = drawn(question).filter(({ type }) => type === 'circle');
    expect(dots.map(({ style }) => style.fill)).toEqual([accent, control]);
  }
});

test('where nothing is measured nothing is drawn', () => {
  const none = chosenResult([{ values: () => Number.NaN }]);
  expect(hasEstimates(dataOf('two-way', none))).toBe(false);
  expect(hasEstimates(dataOf('two-way'))).toBe(true);
});

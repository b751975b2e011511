/** The means behind the answer to one question, with their intervals: a line each, on one axis from 0. */
import { nice } from 'd3-array';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type Figure, formatBound } from '../../figures/figure.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { meanWithInterval } from '../../figures/fixed-numbers.ts';
import { analysisId } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { filled } from '../../figures/word-cells.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { distanceByLayer, negationQuestions, QUESTION_NAMES, type QuestionName } from './questions.ts';
import { comparisonOf, type NegationStatistics, statisticsAt } from './rows.ts';
import { controlName } from './words.ts';

const schema = z
  .object({
    kind: z.literal('negation-question'),
    analysisId,
    question: z.enum(QUESTION_NAMES).default('distance').describe('which of the three questions'),
  })
  .describe('the means behind a question on negation, with their intervals');

export interface QuestionData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly question: QuestionName;
}

export const negationQuestionFigure = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  QuestionData
>;

interface Estimate {
  readonly name: string;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly look: 'text' | 'accent' | 'control';
}

/** px */
const NAMES = 74;
const PLOT = 120;
const RIGHT = 14;
const LINE = 15;
const TICKS = 16;
const DOT = 5.2;

function estimatesOf({ result, question }: Omit<QuestionData, 'source'>): Estimate[] {
  switch (question) {
    case 'distance':
      return distanceByLayer(result).map((layer, at) => estimate(`L${at}`, layer, 'text'));
    case 'two-way':
      return compared(result, 'bidirectional_all_heads');
    case 'spread':
      return compared(result, 'radius_without_special_all_heads');
  }
}

function estimate(
  name: string,
  { mean, ci_low: low, ci_high: high }: NegationStatistics,
  look: Estimate['look'],
): Estimate {
  return { name, mean, low, high, look };
}

function compared(result: NamedTensors, name: string): Estimate[] {
  const own = statisticsAt(result, name);
  const control = controlName(comparisonOf(result));
  const [mean, low, high] = [own.control_mean, own.control_ci_low, own.control_ci_high];
  return [
    estimate('negation', own, 'accent'),
    ...(control === '' ? [] : [{ name: control, mean, low, high, look: 'control' as const }]),
  ];
}

/** Whether there is a mean to draw. */
export function hasEstimates(data: Omit<QuestionData, 'source'>): boolean {
  return estimatesOf(data).some(({ mean }) => mean !== null);
}

function draw(data: QuestionData, theme: FigureTheme): Figure {
  const shown = estimatesOf(data).filter(({ mean }) => mean !== null);
  const asked = negationQuestions(data.result).find(({ name }) => name === data.question);
  const [, top] = nice(0, Math.max(1e-6, ...shown.flatMap(({ mean, high }) => [mean ?? 0, high ?? 0])), 2);
  const xOf = (value: number | null) => NAMES + (PLOT * (value ?? 0)) / top;
  const bottom = Math.max(1, shown.length) * LINE;
  return {
    title: asked?.question ?? '',
    width: NAMES + PLOT + RIGHT,
    height: bottom + TICKS,
    note: `${asked?.measured ?? ''}; means with 95 % intervals.`,
    caption: captionOfAnalysis(data.source),
    option: {
      animation: false,
      graphic: [
        ...[0, top].flatMap((tick) => [
          filled({ x: xOf(tick) - 0.5, y: 0, width: 1, height: bottom + 2 }, theme.line),
          label(formatBound(tick), xOf(tick), bottom + 9, {
            align: 'center',
            font: `10px ${MONO_FONT}`,
            theme,
          }),
        ]),
        ...shown.flatMap(({ name, mean, low, high, look }, at) => {
          const y = at * LINE + LINE / 2;
          return [
            label(name, NAMES - 8, y, { align: 'right', font: `11px ${TEXT_FONT}`, theme }),
            ...(low === null || high === null
              ? []
              : [
                  filled({ x: xOf(low), y: y - 0.75, width: xOf(high) - xOf(low), height: 1.5 }, theme[look]),
                ]),
            {
              type: 'circle',
              silent: true,
              shape: { cx: xOf(mean), cy: y, r: DOT / 2 },
              style: { fill: theme[look] },
            },
          ];
        }),
      ],
    },
    markAt: (_x, y) =>
      shown[Math.floor(y / LINE)] ? { seriesIndex: 0, dataIndex: Math.floor(y / LINE) } : null,
    hint: (_series, mark) => {
      const own = shown[mark];
      if (own === undefined) return null;
      return {
        title: own.name,
        rows: [{ label: asked?.measured ?? '', value: meanWithInterval(own.mean, own.low, own.high) }],
      };
    },
  };
}

function label(
  text: string,
  x: number,
  y: number,
  {
    align,
    font,
    theme,
  }: { readonly align: 'center' | 'right'; readonly font: string; readonly theme: FigureTheme },
): object {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, align, verticalAlign: 'middle', fill: theme.muted, font },
  };
}

/** A line for each mean. */
function csv(data: QuestionData): string {
  return csvText([
    ['of', 'mean', 'ci_low', 'ci_high'],
    ...estimatesOf(data).map(({ name, mean, low, high }) => [name, mean, low, high]),
  ]);
}

/** Bigrams of texts: how often they are, against what the weights say of them. */
import { estimateInSentence } from '../estimate.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { analysisId } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { textsOfTokens } from '../circuits/token-texts.ts';
import { captionOfWeights } from '../circuits/caption.ts';
import type { AnalysisSource } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf, tensorOf } from '../named-tensor.ts';
import { againstCounts, type AgainstCounts } from './result.ts';
import { spelled } from './words.ts';

const schema = z
  .object({ kind: z.literal('bigrams-counts'), analysisId })
  .describe('bigrams of texts: how often, against what the weights say');

export interface BigramsCountsData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
}

export const bigramsCounts = { schema, draw, csv } satisfies FigureDrawing<typeof schema, BigramsCountsData>;

const PLOT = { left: 46, top: 26, width: 320, height: 260, foot: 40, right: 14 } as const;
/** The most frequent ones. */
const MOST_DOTS = 3000;
const FONT_SIZE = 11;
/** px of a power of ten. */
const POWER_WIDTH = 26;

interface CountedDot {
  readonly first: string;
  readonly next: string;
  readonly count: number;
  readonly share: number;
  readonly logProbability: number;
}

/** Empty without texts. */
export function countedDots(result: NamedTensors): CountedDot[] {
  if (!result.has('bigrams.pair_id')) return [];
  const textOf = textsOfTokens(result, 'bigrams');
  const data = (name: string) => tensorOf(result, `bigrams.${name}`).data;
  const [tokens, rows, ids, counts, logs] = [
    data('tokens'),
    data('pair_row'),
    data('pair_id'),
    data('pair_count'),
    data('pair_log_probability'),
  ];
  const totals = new Map<number, number>();
  rows.forEach((row, pair) => totals.set(row, (totals.get(row) ?? 0) + (counts[pair] ?? 0)));
  return Array.from(rows, (row, pair) => ({
    first: textOf(tokens[row] ?? -1),
    next: textOf(ids[pair] ?? -1),
    count: counts[pair] ?? 0,
    share: Math.log10((counts[pair] ?? 0) / (totals.get(row) ?? 1)),
    logProbability: (logs[pair] ?? 0) / Math.LN10,
  }));
}

function draw({ source, result }: BigramsCountsData, theme: FigureTheme): Figure {
  const all = countedDots(result);
  const dots = all.toSorted((a, b) => b.count - a.count).slice(0, MOST_DOTS);
  const low = Math.floor(
    Math.min(-1, ...dots.map(({ logProbability, share }) => Math.min(logProbability, share))),
  );
  const label = { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted };
  const axis = (pixels: number, widthOf: (power: number) => number) => ({
    type: 'value' as const,
    min: low,
    max: 0,
    splitLine: { show: false },
    axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
    ...atTicks(ticksToEnds([low, 0], { most: 6, pixels, widthOf, isWhole: true }), {
      ...label,
      formatter: (value: number) => `10${superscript(value)}`,
    }),
  });
  const width = PLOT.left + PLOT.width + PLOT.right;
  const height = PLOT.top + PLOT.height + PLOT.foot;
  const words = (text: string, x: number, y: number, align: 'left' | 'right'): object => ({
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text,
      align,
      verticalAlign: 'middle',
      fill: theme.muted,
      fontFamily: TEXT_FONT,
      fontSize: FONT_SIZE,
    },
  });
  const score = againstCounts(result, 'correlation');
  return {
    title: 'Bigrams of texts and of the weights',
    width,
    height,
    note:
      dots.length === 0
        ? 'No texts were given: there are no counts to hold the weights against.'
        : `${dots.length === all.length ? 'All' : `The ${dots.length.toLocaleString('en')} most frequent of`} ${all.length.toLocaleString('en')} bigrams; on the line both say the same. Pearson over all of them ${formatValue(scalarOf(result, 'bigrams.pooled_correlation'))}, without an interval; ${followersWords(score)}.`,
    caption: captionOfWeights(source, `n = ${all.length.toLocaleString('en')} bigrams`),
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: PLOT.width,
        height: PLOT.height,
        outerBoundsMode: 'none',
      },
      xAxis: axis(PLOT.width, () => POWER_WIDTH),
      yAxis: axis(PLOT.height, () => FONT_SIZE),
      series: [
        {
          type: 'scatter',
          emphasis: { disabled: true },
          symbolSize: 3.5,
          itemStyle: { color: theme.text, opacity: 0.35 },
          data: dots.map(({ share, logProbability }) => [share, logProbability]),
        },
      ],
      graphic: [
        {
          type: 'line',
          silent: true,
          z: 0,
          shape: { x1: PLOT.left, y1: PLOT.top + PLOT.height, x2: PLOT.left + PLOT.width, y2: PLOT.top },
          style: { stroke: theme.control, lineWidth: 1 },
        },
        words('↑ probability by the weights, W_E W_U', 4, 10, 'left'),
        words('share of the token’s followers in the texts →', PLOT.left + PLOT.width, height - 10, 'right'),
      ],
    },
    hint(series, index) {
      const dot = series === 0 ? dots[index] : undefined;
      if (dot === undefined) return null;
      return {
        title: `${spelled(dot.first)} ${spelled(dot.next)}`,
        rows: [
          { label: 'in the texts', value: `${dot.count} times` },
          { label: 'share', value: formatValue(10 ** dot.share) },
          { label: 'probability', value: formatValue(10 ** dot.logProbability) },
        ],
      };
    },
  };
}

function superscript(value: number): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const text = `${Math.abs(value)}`.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
  return value < 0 ? `⁻${text}` : text;
}

function csv({ result }: BigramsCountsData): string {
  return csvText([
    ['token', 'next', 'count', 'log10_share', 'log10_probability'],
    ...countedDots(result).map(({ first, next, count, share, logProbability }) => [
      first,
      next,
      count,
      share,
      logProbability,
    ]),
  ]);
}

/** Of one token a number would stand for all: too few of them are said to be that. */
function followersWords(score: AgainstCounts | null): string {
  if (score === null || score.low === null)
    return `of too few tokens there are enough followers for a rank correlation within them (${score?.n ?? 0})`;
  return `rank correlation within a token’s followers ${estimateInSentence(score)}`;
}

/** How metrics lie over the rows of a run, and over those that pass a filter: histograms as Results has them. */
import { z } from 'zod';
import { listOf, MOST } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { isolated, quoted } from '../../isolated.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { filterWords } from '../../metrics/filter-words.ts';
import { QUERY_WORDS } from '../../metrics/queries.ts';
import { partOfCaption } from '../part-of-run.ts';
import { markedRange, type ResultFilter, resultFilter } from '../../metrics/result-filter.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { type Figure, type FigureSource, formatValue } from '../figure.ts';
import { formatFixed } from '../fixed-numbers.ts';
import {
  SMALL_HISTOGRAM_HEIGHT,
  SMALL_PLOT,
  type SmallHistogram,
  smallHistogram,
} from '../small-histogram.ts';
import { runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';

export const USUAL_BINS = 40;

const schema = z
  .object({
    kind: z.literal('results-histograms'),
    runId,
    filter: resultFilter
      .prefault({})
      .describe(
        'which rows, as {"layers":[3],"thresholds":[{"metric":"max_attention_diff","comparison":">=","value":0.3}]}; all of the set without it',
      ),
    metrics: listOf(z.enum(METRIC_NAMES), MOST.histograms, 'metrics')
      .default([])
      .describe('of which metrics; without them those of the filter and the usual ones'),
    bins: z.int().min(1).max(MOST.bins).default(USUAL_BINS).describe('how many bars a histogram has'),
  })
  .describe('how metrics lie over the rows of a run, and over those that pass a filter');

/** Bins of equal width between the smallest and the largest value. */
export interface HistogramOfMetric {
  readonly metric: MetricName;
  /** null where no row has a value. */
  readonly range: readonly [number, number] | null;
  /** [bins] rows, and of these the ones that pass what the filter says of anything but the metric. */
  readonly all: readonly number[];
  readonly passing: readonly number[];
}

export interface ResultsHistogramsData {
  readonly source: FigureSource;
  readonly filter: ResultFilter;
  readonly histograms: readonly HistogramOfMetric[];
  /** Rows of that role, and those that pass all of the filter. */
  readonly rows: number;
  readonly passing: number;
  /** Pairs of which a row passes. */
  readonly pairs: number;
  /** How many stand side by side at most. */
  readonly across?: number;
}

export const resultsHistogramsFigure = {
  schema,
  draw,
  csv: (data: ResultsHistogramsData) => histogramsCsv(data),
  fit: (data) => ({ ...data, across: 1 }),
} satisfies FigureDrawing<typeof schema, ResultsHistogramsData>;

/** px */
const GAP = { across: 28, down: 14 } as const;
const MOST_ACROSS = 2;

const USUAL: readonly MetricName[] = [
  'max_attention_diff',
  'attention_pattern_correlation',
  'value_output_correlation',
  'shift_toward_change',
];
const MANY = 4;

/** The metric that is shown, those of the filter, then usual ones. @param measured of the run */
export function histogramMetrics(
  measured: readonly MetricName[],
  { thresholds }: Pick<ResultFilter, 'thresholds'>,
  shown?: MetricName,
): MetricName[] {
  const ofFilter = thresholds.filter(({ minus }) => minus === undefined).map(({ metric }) => metric);
  const wanted = [...(shown === undefined ? [] : [shown]), ...ofFilter, ...USUAL];
  return [...new Set(wanted)].filter((name) => measured.includes(name)).slice(0, MANY);
}

/**
 * Heights of bars, from 0 to 1: counts of bins differ by orders of magnitude, and the root of them shows the few as well.
 * @returns [bins]
 */
export function histogramHeights({
  all,
  passing,
}: Pick<HistogramOfMetric, 'all' | 'passing'>): { readonly all: number; readonly part: number }[] {
  const tallest = Math.sqrt(Math.max(1, ...all));
  return all.map((count, bin) => ({
    all: Math.sqrt(count) / tallest,
    part: Math.sqrt(passing[bin] ?? 0) / tallest,
  }));
}

/** The part of the metric's range that the filter asks for; null: all of it. */
export function rangeAsked(
  { thresholds }: Pick<ResultFilter, 'thresholds'>,
  { metric, range }: Pick<HistogramOfMetric, 'metric' | 'range'>,
): readonly [number, number] | null {
  const [low, high] = markedRange(thresholds, metric);
  const [least, most] = range ?? [0, 1];
  return low === null && high === null ? null : [low ?? least, high ?? most];
}

/** 'any', or '0.2 to 0.5' */
export function rangeWords(asked: readonly [number, number] | null): string {
  return asked === null ? 'any' : `${formatValue(asked[0])} to ${formatValue(asked[1])}`;
}

/** From 0 at the left of the plot to 1, a value beyond an end at that end. */
export function shareAlong(range: readonly [number, number], value: number): number {
  const [low, high] = range;
  return high === low ? 0 : Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** What stands under a histogram: its ends. */
export function endWords({ metric, range }: Pick<HistogramOfMetric, 'metric' | 'range'>): [string, string] {
  const [low, high] = range ?? [0, 1];
  const { unit } = METRICS[metric];
  return [formatFixed(low, 3), `${formatFixed(high, 3)}${unit === '' ? '' : ` ${unit}`}`];
}

function draw(data: ResultsHistogramsData, theme: FigureTheme): Figure {
  const { histograms, filter } = data;
  const across = Math.min(data.across ?? MOST_ACROSS, Math.max(1, histograms.length));
  const down = Math.max(1, Math.ceil(histograms.length / across));
  const step = { x: SMALL_PLOT.width + GAP.across, y: SMALL_HISTOGRAM_HEIGHT + GAP.down };
  return {
    title: 'How metrics lie',
    width: across * step.x - GAP.across,
    height: down * step.y - GAP.down,
    note: 'Light: all rows; dark: those that pass what the filter says of other metrics. Heights go by the root of the count. Blue: what the filter asks for.',
    caption: captionOf(data),
    option: {
      animation: false,
      graphic: histograms.flatMap((histogram, at) =>
        smallHistogram(
          drawnAs(histogram, filter),
          { left: (at % across) * step.x, top: Math.floor(at / across) * step.y },
          theme,
        ),
      ),
    },
    hint: () => null,
  };
}

function drawnAs(histogram: HistogramOfMetric, filter: ResultFilter): SmallHistogram {
  const asked = rangeAsked(filter, histogram);
  const range = histogram.range ?? [0, 1];
  return {
    heading: METRICS[histogram.metric].label,
    words: rangeWords(asked),
    bars: histogramHeights(histogram),
    ends: endWords(histogram),
    scale: histogram.range === null ? 'no value' : `tallest: ${counted(Math.max(...histogram.all))}`,
    marked: asked && [shareAlong(range, asked[0]), shareAlong(range, asked[1])],
  };
}

/** 'Run 1 · all-MiniLM-L6-v2 · negation (n = 1,204 of 39,384 rows, of 547 pairs): L2 H3; JS divergence ≥ 0.2 bits · all queries' */
function captionOf({ source, filter, rows, passing, pairs }: ResultsHistogramsData): string {
  const { role } = filter;
  const set = role === 'control' ? (source.controlSet ?? source.set) : source.set;
  const of = role === 'neutral' ? `${quoted(set)} with its neutrals` : quoted(set);
  const n = passing === rows ? counted(rows) : `${counted(passing)} of ${counted(rows)}`;
  const words = filterWords(filter);
  return `Run ${source.run} · ${isolated(source.model)} · ${of} (n = ${n} rows, of ${counted(pairs)} pairs)${words === '' ? '' : `: ${words}`} · ${QUERY_WORDS[source.queries]}${partOfCaption(source.part)}`;
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

/** A line for each bar; the range that the filter asks for beside each, empty where a side is open. */
export function histogramsCsv({
  histograms,
  filter,
}: Pick<ResultsHistogramsData, 'histograms' | 'filter'>): string {
  return csvText([
    ['metric', 'from', 'to', 'rows', 'passing', 'asked_from', 'asked_to'],
    ...histograms.flatMap(({ metric, range, all, passing }) => {
      const [low, high] = range ?? [null, null];
      const width = low === null || high === null ? 0 : (high - low) / all.length;
      const [from, to] = markedRange(filter.thresholds, metric);
      return all.map((count, bin) => [
        metric,
        low === null ? null : low + bin * width,
        low === null ? null : low + (bin + 1) * width,
        count,
        passing[bin] ?? 0,
        from,
        to,
      ]);
    }),
  ]);
}

/** A statistic of one metric over the pairs of a run, for each head. */
import { quoted } from '../../isolated.ts';
import { z } from 'zod';
import { limitNumber } from '../../bounds.ts';
import type { Axes } from '../../figures/axes.ts';
import { fittedDomain, type ColourScale } from '../../figures/colour-scale.ts';
import type { ForestMarks } from '../../figures/forest-axis.ts';
import { differenceScale, endsBesideAxis, metricScale, warmEnd } from '../../figures/scale-ends.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import { formatValue, type Figure, type FigureSource, type Hint, withUnit } from '../../figures/figure.ts';
import { HEAD_GRID_WIDTH, headGrid, type HeadGridCell } from '../../figures/head-grid.ts';
import { ROOT_WORDS } from '../../figures/scatter-axes.ts';
import { group, metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS, type MetricDescription, type MetricName } from '../../metrics/catalogue.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import { formatEstimate } from '../estimate.ts';
import { aggregatesCsv } from './aggregates-csv.ts';
import { axesField, shapeOf } from './axes-of-heads.ts';
import { captionOfStatistics } from './caption.ts';
import { comparisonChange } from './comparison-choice.ts';
import { marksOfDifference, marksOfMean } from './forest-marks.ts';
import type { StatisticsRow } from './rows.ts';
import { GRID_STATISTICS, type GridStatistic, STATISTICS, usualStatistic } from './grid-statistics.ts';
import { legendOf, looksOf } from './head-looks.ts';
import { foundWords, smallWords } from './found.ts';
import { controlWords, differenceText, formatQ, headOutcome } from './head-words.ts';

const schema = z
  .object({
    kind: z.literal('head-grid'),
    runId,
    group,
    metric,
    statistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe(
        'of the metric over the pairs; without it the difference from the control, or the mean where there is none',
      ),
    /** Compared otherwise than the run was planned. */
    ...comparisonChange.shape,
    axes: axesField,
    domain: z
      .tuple([limitNumber, limitNumber])
      .optional()
      .describe('ends of the colour scale, for grids to be compared; fitted to the values without it'),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer together take; as many as suit the figure without it'),
    plotHeight: plotPixels
      .optional()
      .describe('px that the layers together take; as many as suit the figure without it'),
  })
  .describe('layers x heads of a statistic over the pairs of a run');

export interface HeadGridFigureData {
  readonly source: FigureSource;
  readonly metric: MetricName;
  /** undefined: the difference from the control, or the mean where there is none. */
  readonly statistic?: GridStatistic | undefined;
  /** '' is the whole set. */
  readonly group: string;
  /** Every head of the model, in any order, of this metric. */
  readonly rows: readonly StatisticsRow[];
  /** How numbers lie along the colours; linear without it. */
  readonly axes?: Axes | undefined;
  /** Ends of the colour scale; by default it holds the values that are there. */
  readonly domain?: readonly [number, number] | undefined;
  readonly plotWidth?: number | undefined;
  readonly plotHeight?: number | undefined;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
}

/** Ends of its colours. */
export function domainOf({
  metric,
  statistic: given,
  rows,
  domain,
}: HeadGridFigureData): readonly [number, number] {
  const statistic = given ?? usualStatistic(rows[0]?.comparison ?? 'none');
  return domain ?? statisticScale(metric, statistic, rows).domain;
}

export const headGridFigure = {
  schema,
  draw,
  csv,
  ends: {
    of: (data) => {
      const statistic = data.statistic ?? usualStatistic(data.rows[0]?.comparison ?? 'none');
      return {
        quantity: `${METRICS[data.metric].label}, ${STATISTICS[statistic].quantity} of heads${shapeOf(data.axes, data.rows, statistic) === 'root' ? ', by square roots' : ''}`,
        ends: domainOf(data),
      };
    },
    put: (data, domain) => ({ ...data, domain }),
  },
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, HeadGridFigureData>;

function draw(input: HeadGridFigureData, theme: FigureTheme): Figure {
  const { rows } = input;
  const metric = METRICS[input.metric];
  const statistic = input.statistic ?? usualStatistic(rows[0]?.comparison ?? 'none');
  const lookOf = looksOf(rows, statistic);
  const shape = shapeOf(input.axes, rows, statistic);
  return headGrid(
    {
      title: `${metric.label} · ${statisticWords(statistic, rows)}${input.group === '' ? '' : ` · ${quoted(input.group)}`}`,
      cells: gridOf(rows, (row) => ({
        value: row[statistic],
        look: lookOf(row),
        hint: hintOf(row, metric, statistic),
      })),
      scale: {
        ...statisticScale(input.metric, statistic, rows),
        ...(input.domain && { domain: input.domain }),
        shape,
      },
      selected: input.selected ?? null,
      plotWidth: input.plotWidth,
      plotHeight: input.plotHeight,
      legend: legendOf(rows, statistic, input.metric),
      note: headGridNotes(input).join(' '),
      caption: captionOfStatistics(input.source, rows, input.metric, input.group),
    },
    theme,
  );
}

/** "difference from the neutral change", "mean": what is drawn of a metric. */
export function statisticWords(statistic: GridStatistic, rows: readonly StatisticsRow[]): string {
  const comparison = rows[0]?.comparison ?? 'none';
  const { label, needs } = STATISTICS[statistic];
  if (needs === undefined || needs === 'signed') return label;
  const reference = controlWords(comparison);
  const unadjusted = comparison === 'unadjusted' ? ', not adjusted' : '';
  if (statistic === 'control_mean') return `${reference} mean${unadjusted}`;
  return `${label.replace('difference', `difference from ${reference}`)}${unadjusted}`;
}

/** The ends of one colour scale for several grids of the same statistic: what `domain` is to be for each. */
export function sharedDomain(
  name: MetricName,
  statistic: GridStatistic,
  grids: readonly (readonly StatisticsRow[])[],
): readonly [number, number] {
  return statisticScale(name, statistic, grids.flat()).domain;
}

/** [layers][heads]; a head that has no row is undefined there. */
function gridOf(
  rows: readonly StatisticsRow[],
  toCell: (row: StatisticsRow) => HeadGridCell,
): HeadGridCell[][] {
  const layers = 1 + rows.reduce((last, { layer }) => Math.max(last, layer), -1);
  const heads = 1 + rows.reduce((last, { head }) => Math.max(last, head), -1);
  const cells = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head): HeadGridCell => ({
      value: null,
      look: 'full',
      hint: { title: `L${layer} H${head}`, rows: [{ label: 'value', value: 'not computed' }] },
    })),
  );
  for (const row of rows) {
    const line = cells[row.layer];
    if (line !== undefined) line[row.head] = toCell(row);
  }
  return cells;
}

/** The colours of a statistic over heads; of what changes, more is red whichever way the metric goes. */
export function statisticScale(
  name: MetricName,
  statistic: GridStatistic,
  rows: readonly StatisticsRow[],
): ColourScale {
  const metric = METRICS[name];
  const values = rows.map((row) => row[statistic]);
  const fitted = (kind: ColourScale['kind'], unit: string): ColourScale => ({
    kind,
    domain: fittedDomain(values, kind),
    unit,
  });
  switch (STATISTICS[statistic].quantity) {
    case 'value':
      // Mean and control are drawn together along the axis of the ranking, and looked at beside each other: they have one scale.
      return statistic === 'mean' || statistic === 'control_mean'
        ? besideAxis(metricScale(name, values), rows.map(marksOfMean))
        : metricScale(name, values);
    case 'spread':
      return fitted('sequential', metric.unit);
    case 'difference':
      return besideAxis(differenceScale(name, values), rows.map(marksOfDifference));
    case 'effect':
      return { kind: 'diverging', domain: [-1, 1], unit: '', ...warmEnd(name) };
    case 'ratio':
      return fitted('sequential', 'times');
    case 'count':
      return fitted('sequential', 'pairs');
    case 'probability':
    case 'share':
      return { kind: 'sequential', domain: [0, 1], unit: '' };
  }
}

/** With the ends of what the ranking draws of the same numbers. */
function besideAxis(scale: ColourScale, marks: readonly ForestMarks[]): ColourScale {
  return { ...scale, domain: endsBesideAxis(marks, scale.kind) };
}

/** Ends of the axis of the ranking: the colours of what is drawn along it, the mean or the difference. */
export function axisEndsOf(
  name: MetricName,
  statistic: GridStatistic,
  rows: readonly StatisticsRow[],
): readonly [number, number] {
  const isOfMeans = statistic === 'mean' || rows[0]?.comparison === 'none';
  return statisticScale(name, isOfMeans ? 'mean' : 'difference', rows).domain;
}

function hintOf(row: StatisticsRow, metric: MetricDescription, statistic: GridStatistic): Hint {
  const { label, quantity } = STATISTICS[statistic];
  const shown = ['mean', 'control_mean', 'difference', 'cliffs_delta', 'q', 'q_zero', 'n'];
  const rows = [
    ...(shown.includes(statistic)
      ? []
      : [
          {
            label,
            value: formatValue(
              row[statistic],
              ['value', 'spread', 'difference'].includes(quantity) ? metric.unit : '',
            ),
          },
        ]),
    {
      label: 'mean',
      value: formatEstimate({ mean: row.mean, low: row.ci_low, high: row.ci_high }, metric.unit),
    },
  ];
  if (row.comparison !== 'none')
    rows.push(
      { label: controlWords(row.comparison), value: formatValue(row.control_mean, metric.unit) },
      {
        label: 'difference',
        value:
          row.outcome === UNRESOLVED
            ? withUnit(differenceText(row, 3), metric.unit)
            : formatEstimate(
                { mean: row.difference, low: row.difference_ci_low, high: row.difference_ci_high },
                metric.unit,
              ),
      },
      { label: 'Cliff’s delta', value: formatValue(row.cliffs_delta) },
      { label: 'q', value: formatQ(row.q, row.q_at_most) },
    );
  else if (row.q_zero !== null)
    rows.push({ label: 'q against 0', value: formatQ(row.q_zero, row.q_zero_at_most) });
  rows.push({ label: 'n', value: countOf(row) });
  const outcome = headOutcome(row, metric);
  return { title: `L${row.layer} H${row.head}${outcome === '' ? '' : ` ${outcome}`}`, rows };
}

function countOf(row: StatisticsRow): string {
  const undefinedFor = row.undefined === 0 ? '' : `, undefined for ${row.undefined}`;
  return `${row.n}${undefinedFor}`;
}

/**
 * Sentences under a grid, or under several of one scale: how the looks were decided, what a dash is, and where the colours end.
 * @param heads of one grid, over which q is
 */
export function headGridNotes(
  data: Pick<HeadGridFigureData, 'metric' | 'statistic' | 'rows' | 'domain' | 'axes'>,
  heads: number = data.rows.length,
): readonly string[] {
  const { rows, domain } = data;
  const statistic = data.statistic ?? usualStatistic(rows[0]?.comparison ?? 'none');
  const legend = legendOf(rows, statistic, data.metric);
  const sentences: string[] = [];
  if (legend.some(({ look }) => look === 'called' || look === 'hatched'))
    sentences.push(`Outlined: ${foundWords(heads)}.`);
  if (legend.length > 0) sentences.push(...smallWords(rows));
  if (rows.some((row) => row[statistic] === null)) sentences.push('–: undefined.');
  // Of what has no ends of its own: they are not those of another map.
  if (!['effect', 'probability', 'share'].includes(STATISTICS[statistic].quantity))
    sentences.push(
      domain === undefined ? 'Colours fit these heads.' : 'Colours fit all maps of them together.',
    );
  if (shapeOf(data.axes, rows, statistic) === 'root') sentences.push(ROOT_WORDS.colours);
  return sentences;
}

/** All statistics of the metric at every head, as aggregates.csv has them. */
function csv({ rows }: HeadGridFigureData): string {
  return aggregatesCsv(rows);
}

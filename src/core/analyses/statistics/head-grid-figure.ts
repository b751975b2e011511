/** A statistic of one metric over the pairs of a run, for each head. */
import { z } from 'zod';
import { METRICS, type MetricDescription, type MetricName } from '../../metrics/catalogue.ts';
import { aggregatesCsv } from './aggregates-csv.ts';
import { fittedDomain, type ColourScale } from '../../figures/colour-scale.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import {
  captionOfSet,
  formatValue,
  type Figure,
  type FigureSource,
  type Hint,
} from '../../figures/figure.ts';
import type { StatisticsRow } from './definition.ts';
import { GRID_STATISTICS, STATISTICS, type GridStatistic } from './grid-statistics.ts';
import { headGrid, type HeadGridCell } from '../../figures/head-grid.ts';
import { metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';

const schema = z
  .object({
    kind: z.literal('head-grid'),
    runId,
    group: z.string().default('').describe('only the pairs with this label; the whole set without it'),
    metric,
    statistic: z.enum(GRID_STATISTICS).default('mean').describe('of the metric over the pairs'),
    qThreshold: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(0.05)
      .describe('dim cells with q at or above this; none dims none'),
    domain: z
      .tuple([z.number(), z.number()])
      .optional()
      .describe('ends of the colour scale, for grids to be compared; fitted to the values without it'),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer together take; as many as suit the figure without it'),
  })
  .describe('layers x heads of a statistic over the pairs of a run');

export interface HeadGridFigureData {
  readonly source: FigureSource;
  readonly metric: MetricName;
  readonly statistic: GridStatistic;
  /** '' is the whole set. */
  readonly group: string;
  /** Every head of the model, in any order. */
  readonly rows: readonly StatisticsRow[];
  /** Heads whose q is at or above this are faded and hatched; null fades none. */
  readonly qThreshold: number | null;
  /** Ends of the colour scale; by default it holds the values that are there. */
  readonly domain?: readonly [number, number] | undefined;
  readonly plotWidth?: number | undefined;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
}

export const headGridFigure = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  HeadGridFigureData
>;

function draw(input: HeadGridFigureData, theme: FigureTheme): Figure {
  const metric = METRICS[input.metric];
  const statistic = STATISTICS[input.statistic];
  const test = chooseTest(input.rows, input.statistic);
  const isDimmed = (row: StatisticsRow): boolean => {
    if (input.qThreshold === null || test === null) return false;
    const q = row[test];
    return q === null || q >= input.qThreshold;
  };
  return headGrid(
    {
      title: `${metric.label} · ${statistic.label}${input.group === '' ? '' : ` · ${input.group}`}`,
      cells: gridOf(input.rows, (row) => ({
        value: row[input.statistic],
        dimmed: isDimmed(row),
        hint: hintOf(row, metric, input.statistic, test),
      })),
      scale: {
        ...statisticScale(
          metric,
          input.statistic,
          input.rows.map((row) => row[input.statistic]),
        ),
        ...(input.domain && { domain: input.domain }),
      },
      selected: input.selected ?? null,
      plotWidth: input.plotWidth,
      note: noteOf(input, test, input.rows.filter((row) => !isDimmed(row)).length),
      caption: captionOfSet(input.source, largestN(input.rows), null, input.group),
    },
    theme,
  );
}

/** The ends of one colour scale for several grids of the same statistic: what `domain` is to be for each. */
export function sharedDomain(
  name: MetricName,
  statistic: GridStatistic,
  grids: readonly (readonly StatisticsRow[])[],
): readonly [number, number] {
  const values = grids.flatMap((rows) => rows.map((row) => row[statistic]));
  return statisticScale(METRICS[name], statistic, values).domain;
}

/** [layers][heads]; a head that has no row is undefined there. */
function gridOf(
  rows: readonly StatisticsRow[],
  cellOf: (row: StatisticsRow) => HeadGridCell,
): HeadGridCell[][] {
  const layers = 1 + rows.reduce((last, { layer }) => Math.max(last, layer), -1);
  const heads = 1 + rows.reduce((last, { head }) => Math.max(last, head), -1);
  const cells = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head): HeadGridCell => ({
      value: null,
      dimmed: false,
      hint: { title: `L${layer} H${head}`, rows: [{ label: 'value', value: 'not computed' }] },
    })),
  );
  for (const row of rows) {
    const line = cells[row.layer];
    if (line !== undefined) line[row.head] = cellOf(row);
  }
  return cells;
}

function largestN(rows: readonly StatisticsRow[]): number {
  return rows.reduce((largest, row) => Math.max(largest, row.n + row.undefined), 0);
}

/** The test whose q decides what is faded: against control where there is one, else against 0, else none. */
function chooseTest(rows: readonly StatisticsRow[], statistic: GridStatistic): 'q' | 'q_zero' | null {
  const has = (name: 'q' | 'q_zero'): boolean => rows.some((row) => row[name] !== null);
  if ((statistic === 'p_zero' || statistic === 'q_zero') && has('q_zero')) return 'q_zero';
  if (has('q')) return 'q';
  return has('q_zero') ? 'q_zero' : null;
}

function statisticScale(
  metric: MetricDescription,
  statistic: GridStatistic,
  values: readonly (number | null)[],
): ColourScale {
  const fitted = (kind: ColourScale['kind'], unit: string): ColourScale => ({
    kind,
    domain: fittedDomain(values, kind),
    unit,
  });
  switch (STATISTICS[statistic].quantity) {
    case 'value':
      return fitted(metric.change === 'either' ? 'diverging' : 'sequential', metric.unit);
    case 'spread':
      return fitted('sequential', metric.unit);
    case 'difference':
      return fitted('diverging', metric.unit);
    case 'effect':
      return { kind: 'diverging', domain: [-1, 1], unit: '' };
    case 'ratio':
      return fitted('sequential', 'times');
    case 'count':
      return fitted('sequential', 'pairs');
    case 'probability':
      return { kind: 'sequential', domain: [0, 1], unit: '' };
  }
}

function hintOf(
  row: StatisticsRow,
  metric: MetricDescription,
  statistic: GridStatistic,
  test: 'q' | 'q_zero' | null,
): Hint {
  const interval = (low: number | null, high: number | null): string =>
    low === null || high === null ? '' : ` [${formatValue(low)}, ${formatValue(high)}]`;
  const rows = [
    { label: 'mean', value: `${formatValue(row.mean, metric.unit)}${interval(row.ci_low, row.ci_high)}` },
    { label: 'n', value: row.undefined === 0 ? `${row.n}` : `${row.n}, undefined for ${row.undefined}` },
  ];
  if (row.difference !== null)
    rows.push({
      label: '− control',
      value: `${formatValue(row.difference, metric.unit)}${interval(row.difference_ci_low, row.difference_ci_high)}`,
    });
  if (test !== null) rows.push({ label: test === 'q' ? 'q' : 'q against 0', value: formatValue(row[test]) });
  const { label, quantity } = STATISTICS[statistic];
  if (!rows.some((known) => known.label === label) && statistic !== 'difference' && statistic !== test)
    rows.unshift({
      label,
      value: formatValue(
        row[statistic],
        quantity === 'value' || quantity === 'spread' || quantity === 'difference' ? metric.unit : '',
      ),
    });
  return { title: `L${row.layer} H${row.head}`, rows };
}

function noteOf(input: HeadGridFigureData, test: 'q' | 'q_zero' | null, significant: number): string {
  const heads = input.rows.length;
  const sentences: string[] = [];
  if (input.qThreshold !== null)
    sentences.push(
      test === null
        ? 'No control set to test against: no head is faded.'
        : `Hatched: q ≥ ${input.qThreshold} (Benjamini-Hochberg over ${heads} heads). ${significant} of ${heads} heads ${
            test === 'q' ? 'differ from the control set' : 'differ from 0'
          }.`,
    );
  if (input.rows.some((row) => row[input.statistic] === null)) sentences.push('–: undefined.');
  return sentences.join(' ');
}

/** The rows of aggregates.csv that are drawn: all statistics of the metric. */
function csv({ rows }: HeadGridFigureData): string {
  return aggregatesCsv(rows);
}

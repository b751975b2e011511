/** Heads as dots, by any two of their statistics. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { formatValue, type Figure, type FigureSource } from '../../figures/figure.ts';
import { headScatter, type DotLook, type HeadDot } from '../../figures/head-scatter.ts';
import { group, head, layer, metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { captionOfStatistics } from './caption.ts';
import { comparisonChange } from './comparison-choice.ts';
import type { StatisticsRow } from './rows.ts';
import { directionWords } from './findings.ts';
import { GRID_STATISTICS, type GridStatistic, STATISTICS, usualStatistic } from './grid-statistics.ts';
import { statisticWords } from './head-grid-figure.ts';
import { headOutcome } from './head-words.ts';

const schema = z
  .object({
    kind: z.literal('head-scatter'),
    runId,
    group,
    metric,
    statistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe('upward; without it the difference from the control, or the mean where there is none'),
    across: z.enum(METRIC_NAMES).optional().describe('the metric to the right; the same one without it'),
    acrossStatistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe('to the right; without it the mean of the control, or the spread where there is none'),
    /** Compared otherwise than the run was planned. */
    ...comparisonChange.shape,
    /** In the colour of selection. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('heads as dots, by two of their statistics');

export interface HeadScatterFigureData {
  readonly source: FigureSource;
  readonly group: string;
  readonly metric: MetricName;
  readonly statistic?: GridStatistic | undefined;
  readonly across?: MetricName | undefined;
  readonly acrossStatistic?: GridStatistic | undefined;
  /** Every head, of the metric that goes upward. */
  readonly rows: readonly StatisticsRow[];
  /** Every head, of the metric that goes to the right; the same ones where it is the same. */
  readonly acrossRows: readonly StatisticsRow[];
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const headScatterFigure = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  HeadScatterFigureData
>;

/** What goes to the right where nobody has chosen: how much the heads change anyway. */
export function usualAcross(rows: readonly StatisticsRow[]): GridStatistic {
  return (rows[0]?.comparison ?? 'none') === 'none' ? 'sd' : 'control_mean';
}

interface AxisOfHeads {
  readonly metric: MetricName;
  readonly statistic: GridStatistic;
  readonly rows: readonly StatisticsRow[];
}

function axesOf(data: HeadScatterFigureData): { readonly up: AxisOfHeads; readonly right: AxisOfHeads } {
  return {
    up: {
      metric: data.metric,
      statistic: data.statistic ?? usualStatistic(data.rows[0]?.comparison ?? 'none'),
      rows: data.rows,
    },
    right: {
      metric: data.across ?? data.metric,
      statistic: data.acrossStatistic ?? usualAcross(data.acrossRows),
      rows: data.acrossRows,
    },
  };
}

function draw(data: HeadScatterFigureData, theme: FigureTheme): Figure {
  const { up, right } = axesOf(data);
  const name = ({ layer, head }: StatisticsRow): string => `${layer} ${head}`;
  const beside = new Map(right.rows.map((row) => [name(row), row]));
  const ranks = [ranksOf(up), ranksOf(right)] as const;
  const dots = up.rows.map((row): HeadDot => {
    const other = beside.get(name(row));
    const x = other?.[right.statistic] ?? null;
    const y = row[up.statistic];
    return {
      layer: row.layer,
      head: row.head,
      x,
      y,
      look: dotLook(row),
      named: row.outcome === 'more' || row.outcome === 'less' || row.comparison === 'none',
      hint: {
        title: `L${row.layer} H${row.head} ${headOutcome(row, METRICS[up.metric])}`.trim(),
        rows: [
          { label: axisTitle(up), value: valueWords(y, up, ranks[0].get(name(row))) },
          { label: axisTitle(right), value: valueWords(x, right, ranks[1].get(name(row))) },
        ],
      },
    };
  });
  const undefinedHeads = dots.filter(({ x, y }) => x === null || y === null).length;
  return headScatter(
    {
      title: `${axisTitle(up)} by ${axisTitle(right)}${data.group === '' ? '' : ` · ${data.group}`}`,
      xTitle: axisTitle(right),
      yTitle: axisTitle(up),
      // What lies farthest from the middle is worth a name first.
      dots: dots.toSorted((a, b) => Math.abs(b.y ?? 0) - Math.abs(a.y ?? 0)),
      selected:
        data.layer === undefined || data.head === undefined ? null : { layer: data.layer, head: data.head },
      plotWidth: data.plotWidth,
      note: [
        lookWords(up),
        undefinedHeads === 0 ? '' : `${undefinedHeads} of ${dots.length} heads are undefined on an axis.`,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      caption: captionOfStatistics(data.source, data.rows, data.metric, data.group),
    },
    theme,
  );

  function ranksOf({ rows, statistic }: AxisOfHeads): Map<string, number> {
    const known = rows.filter((row) => row[statistic] !== null);
    const sorted = known.toSorted((a, b) => (b[statistic] ?? 0) - (a[statistic] ?? 0));
    return new Map(sorted.map((row, index) => [name(row), index + 1]));
  }
}

/** What the looks of the dots are, of those that are there. */
function lookWords({ rows, metric }: AxisOfHeads): string {
  const { more, less } = directionWords(METRICS[metric].change);
  const words = { ink: more[0], open: less[0], faint: 'undecided', dot: 'does not respond, or not tested' };
  if (rows.every(({ comparison }) => comparison === 'none')) return '';
  const names = { ink: 'full', open: 'open', faint: 'grey outline', dot: 'grey' };
  const there = (['ink', 'open', 'faint', 'dot'] as const).filter((look) =>
    rows.some((row) => dotLook(row) === look),
  );
  const sentence = there.map((look) => `${names[look]}: ${words[look]}`).join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function dotLook({ outcome, comparison }: StatisticsRow): DotLook {
  if (comparison === 'none') return 'ink';
  switch (outcome) {
    case 'more':
      return 'ink';
    case 'less':
      return 'open';
    case 'not enough data':
      return 'faint';
    case 'does not respond':
    case 'differs by less than the smallest effect of interest':
    case 'no test':
      return 'dot';
  }
}

function unitOf({ metric, statistic }: AxisOfHeads): string {
  const { quantity } = STATISTICS[statistic];
  return quantity === 'value' || quantity === 'spread' || quantity === 'difference'
    ? METRICS[metric].unit
    : '';
}

/** "JS divergence, difference from neutral, bits" */
function axisTitle(axis: AxisOfHeads): string {
  const unit = unitOf(axis);
  return `${METRICS[axis.metric].label}, ${statisticWords(axis.statistic, axis.rows)}${unit === '' ? '' : `, ${unit}`}`;
}

function valueWords(value: number | null, axis: AxisOfHeads, rank: number | undefined): string {
  return `${formatValue(value)}${rank === undefined ? '' : `, rank ${rank} of ${axis.rows.length}`}`;
}

function csv(data: HeadScatterFigureData): string {
  const { up, right } = axesOf(data);
  const beside = new Map(right.rows.map((row) => [`${row.layer} ${row.head}`, row]));
  return csvText([
    ['layer', 'head', 'outcome', `${up.metric}.${up.statistic}`, `${right.metric}.${right.statistic}`],
    ...up.rows.map((row) => [
      row.layer,
      row.head,
      row.outcome,
      row[up.statistic],
      beside.get(`${row.layer} ${row.head}`)?.[right.statistic] ?? null,
    ]),
  ]);
}

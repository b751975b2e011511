/** Heads as dots, by any two of their statistics. */
import { quoted } from '../../isolated.ts';
import { capitalised } from '../../capitalised.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { ColourScale } from '../../figures/colour-scale.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { formatValue, type Figure, type FigureSource } from '../../figures/figure.ts';
import { headScatter, type DotLook, type HeadDot, SCATTER_WIDTH } from '../../figures/head-scatter.ts';
import { AXES, type Axes } from '../../figures/axes.ts';
import { group, head, layer, metric, plotPixels, runId } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { shapeOf } from './axes-of-heads.ts';
import { captionOfStatistics } from './caption.ts';
import { comparisonChange } from './comparison-choice.ts';
import type { StatisticsRow } from './rows.ts';
import { directionWords } from './findings.ts';
import { GRID_STATISTICS, type GridStatistic, STATISTICS, usualStatistic } from './grid-statistics.ts';
import { statisticScale, statisticWords } from './head-grid-figure.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import { headOutcome } from './head-words.ts';
import { isSame, sameWords } from './same-with-both.ts';
import { commonMargin, commonMarginWords } from './margin-of-heads.ts';
import { type HeadRank, ranksOf, rankWords } from './ranking.ts';
import { SCATTER_COLOURS, type ScatterColour } from './choices.ts';

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
    colour: z
      .enum(SCATTER_COLOURS)
      .optional()
      .describe(
        'what dots are coloured by: what is said of the head (without it, too), its layer, or a statistic',
      ),
    colourMetric: z
      .enum(METRIC_NAMES)
      .optional()
      .describe('with --colour statistic, of which metric; that which goes upward without it'),
    colourStatistic: z
      .enum(GRID_STATISTICS)
      .optional()
      .describe('with --colour statistic, which one; the mean without it'),
    axes: z
      .enum(AXES)
      .default('linear')
      .describe(
        'linear; root: square roots both ways; auto: root where a few heads would leave the others in a heap',
      ),
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
  readonly colour?: ScatterColour | undefined;
  readonly colourMetric?: MetricName | undefined;
  readonly colourStatistic?: GridStatistic | undefined;
  /** Every head, of the metric that dots are coloured by; only where they are coloured by a statistic. */
  readonly colourRows?: readonly StatisticsRow[] | undefined;
  readonly axes?: Axes | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const headScatterFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, SCATTER_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, HeadScatterFigureData>;

/** What goes to the right where nobody has chosen: how much the heads change anyway. */
export function usualAcross(rows: readonly StatisticsRow[]): GridStatistic {
  return (rows[0]?.comparison ?? 'none') === 'none' ? 'sd' : 'control_mean';
}

/** A statistic of a metric at every head. */
export interface AxisOfHeads {
  readonly metric: MetricName;
  readonly statistic: GridStatistic;
  readonly rows: readonly StatisticsRow[];
}

function axesOf(data: HeadScatterFigureData): {
  readonly up: AxisOfHeads;
  readonly right: AxisOfHeads;
  /** null: dots are not coloured by a statistic. */
  readonly colour: AxisOfHeads | null;
} {
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
    colour:
      data.colour === 'statistic' && data.colourRows !== undefined
        ? {
            metric: data.colourMetric ?? data.metric,
            statistic: data.colourStatistic ?? 'mean',
            rows: data.colourRows,
          }
        : null,
  };
}

function draw(data: HeadScatterFigureData, theme: FigureTheme): Figure {
  const { up, right, colour } = axesOf(data);
  const isByLayer = data.colour === 'layer';
  const name = ({ layer, head }: StatisticsRow): string => `${layer} ${head}`;
  const beside = new Map(right.rows.map((row) => [name(row), row]));
  const coloured = new Map(colour?.rows.map((row) => [name(row), row]));
  const ranksBy = ({ rows, metric, statistic }: AxisOfHeads) => ranksOf(rows, metric, statistic);
  const ranks = {
    up: ranksBy(up),
    right: ranksBy(right),
    ...(colour !== null && { colour: ranksBy(colour) }),
  };
  const dots = up.rows.map((row): HeadDot => {
    const other = beside.get(name(row));
    const x = other?.[right.statistic] ?? null;
    const y = row[up.statistic];
    const shade = colour === null ? null : (coloured.get(name(row))?.[colour.statistic] ?? null);
    return {
      layer: row.layer,
      head: row.head,
      x,
      y,
      look: dotLook(row),
      shade: isByLayer ? row.layer : shade,
      named: row.outcome === 'more' || row.outcome === 'less' || row.comparison === 'none',
      hint: {
        title: `L${row.layer} H${row.head} ${headOutcome(row, METRICS[up.metric])}`.trim(),
        rows: [
          { label: axisTitle(up), value: valueWords(y, ranks.up.get(name(row))) },
          { label: axisTitle(right), value: valueWords(x, ranks.right.get(name(row))) },
          ...(colour === null
            ? []
            : [{ label: axisTitle(colour), value: valueWords(shade, ranks.colour?.get(name(row))) }]),
        ],
      },
    };
  });
  const margin = commonMargin(up.rows, up.statistic);
  const undefinedHeads = dots.filter(({ x, y }) => x === null || y === null).length;
  return headScatter(
    {
      title: `${axesWords(up, right)}${data.group === '' ? '' : ` · ${quoted(data.group)}`}`,
      xTitle: axisTitle(right),
      yTitle: axisTitle(up),
      colour: isByLayer
        ? { title: 'layer', scale: layerScale(up.rows) }
        : colour && {
            title: axisTitle(colour),
            // As the map has them beside it.
            scale: {
              ...statisticScale(colour.metric, colour.statistic, colour.rows),
              shape: shapeOf(data.axes, colour.rows, colour.statistic),
            },
          },
      // What lies farthest from the middle is worth a name first.
      dots: dots.toSorted((a, b) => Math.abs(b.y ?? 0) - Math.abs(a.y ?? 0)),
      selected:
        data.layer === undefined || data.head === undefined ? null : { layer: data.layer, head: data.head },
      plotWidth: data.plotWidth,
      axes: data.axes,
      margin,
      note: [
        isByLayer || colour !== null ? outlineWords(up) : lookWords(up),
        undefinedHeads === 0 ? '' : `${undefinedHeads} of ${dots.length} heads are undefined on an axis.`,
        commonMarginWords(margin, METRICS[up.metric].unit),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      caption: captionOfStatistics(data.source, data.rows, data.metric, data.group),
    },
    theme,
  );
}

/** From the first layer to the last. */
function layerScale(rows: readonly StatisticsRow[]): ColourScale {
  const last = rows.reduce((most, { layer }) => Math.max(most, layer), 0);
  return { kind: 'sequential', domain: [0, Math.max(1, last)], unit: '' };
}

/** What the outlines of coloured dots are, of those that are there. */
function outlineWords({ rows, metric }: AxisOfHeads): string {
  const { more, less } = directionWords(METRICS[metric].change);
  const has = (outcome: StatisticsRow['outcome']): boolean => rows.some((row) => row.outcome === outcome);
  const parts = [
    has('more') ? `dark outline: ${more[0]}` : '',
    has('less') ? `dotted outline: ${less[0]}` : '',
  ].filter((part) => part !== '');
  const sentence = parts.join('; ');
  return sentence === '' ? '' : `${capitalised(sentence)}.`;
}

/** What the looks of the dots are, of those that are there. */
export function lookWords({ rows, metric }: AxisOfHeads): string {
  const { more, less } = directionWords(METRICS[metric].change);
  const grey = rows.filter((row) => dotLook(row) === 'dot');
  const dot = greyWords(grey);
  const words = { ink: more[0], open: less[0], faint: 'undecided', dot };
  if (rows.every(({ comparison }) => comparison === 'none')) return '';
  const names = { ink: 'full', open: 'open', faint: 'grey outline', dot: 'grey' };
  const there = (['ink', 'open', 'faint', 'dot'] as const).filter((look) =>
    rows.some((row) => dotLook(row) === look),
  );
  const sentence = there.map((look) => `${names[look]}: ${words[look]}`).join('; ');
  return `${capitalised(sentence)}.`;
}

function greyWords(grey: readonly StatisticsRow[]): string {
  const [some] = grey;
  if (some !== undefined && grey.every(isSame)) return sameWords(some);
  const below = grey.filter(({ outcome }) => outcome === UNRESOLVED).length;
  if (below > 0 && below === grey.length) return UNRESOLVED;
  // Those that there are.
  const words = (
    [
      ['does not respond', 'does not respond'],
      ['differs by less than the smallest effect of interest', 'differs by too little to matter'],
      [UNRESOLVED, UNRESOLVED],
      ['no test', 'not tested'],
    ] as const
  ).flatMap(([outcome, said]) => (grey.some((row) => row.outcome === outcome) ? [said] : []));
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);
}

/** What is said of a head, as the look of its dot. */
export function dotLook(row: StatisticsRow): DotLook {
  const { outcome, comparison } = row;
  if (comparison === 'none') return 'ink';
  if (isSame(row)) return 'dot';
  switch (outcome) {
    case 'more':
      return 'ink';
    case 'less':
      return 'open';
    case 'not enough data':
      return 'faint';
    case 'does not respond':
    case 'differs by less than the smallest effect of interest':
    case UNRESOLVED:
    case 'no test':
      return 'dot';
  }
}

/** '' for a plain number. */
export function unitOf({ metric, statistic }: AxisOfHeads): string {
  const { quantity } = STATISTICS[statistic];
  return quantity === 'value' || quantity === 'spread' || quantity === 'difference'
    ? METRICS[metric].unit
    : '';
}

/** "JS divergence, difference from neutral, bits" */
export function axisTitle(axis: AxisOfHeads): string {
  const unit = unitOf(axis);
  return `${nameOfAxis(axis)}${unit === '' ? '' : `, ${unit}`}`;
}

function nameOfAxis({ metric, statistic, rows }: AxisOfHeads): string {
  return `${METRICS[metric].label}, ${statisticWords(statistic, rows)}`;
}

/** 'JS divergence: difference by mean'; the units are said by the axes. */
function axesWords(up: AxisOfHeads, right: AxisOfHeads): string {
  if (up.metric !== right.metric) return `${nameOfAxis(up)} by ${nameOfAxis(right)}`;
  const [high, wide] = [up, right].map(({ statistic, rows }) => statisticWords(statistic, rows));
  return `${METRICS[up.metric].label}: ${high} by ${wide}`;
}

function valueWords(value: number | null, rank: HeadRank | undefined): string {
  return `${formatValue(value)}${rank === undefined ? '' : `, ${rankWords(rank)}`}`;
}

function csv(data: HeadScatterFigureData): string {
  const { up, right, colour } = axesOf(data);
  const byHead = ({ rows }: AxisOfHeads) => new Map(rows.map((row) => [`${row.layer} ${row.head}`, row]));
  const beside = byHead(right);
  const coloured = colour === null ? null : { ...colour, at: byHead(colour) };
  return csvText([
    [
      'layer',
      'head',
      'outcome',
      `${up.metric}.${up.statistic}`,
      `${right.metric}.${right.statistic}`,
      ...(coloured === null ? [] : [`${coloured.metric}.${coloured.statistic}`]),
    ],
    ...up.rows.map((row) => [
      row.layer,
      row.head,
      row.outcome,
      row[up.statistic],
      beside.get(`${row.layer} ${row.head}`)?.[right.statistic] ?? null,
      ...(coloured === null
        ? []
        : [coloured.at.get(`${row.layer} ${row.head}`)?.[coloured.statistic] ?? null]),
    ]),
  ]);
}

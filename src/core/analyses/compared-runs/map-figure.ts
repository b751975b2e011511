/** Layers x heads of two runs: either of them, or the first less the second. */
import { z } from 'zod';
import { type ColourScale, fittedDomain } from '../../figures/colour-scale.ts';
import { differenceScale, warmEnd } from '../../figures/scale-ends.ts';
import { decimalsFor, formatFixed, meanWithInterval } from '../../figures/fixed-numbers.ts';
import { type FigureDrawing, narrowerPlot } from '../../figures/figure-drawing.ts';
import type { Figure, Hint } from '../../figures/figure.ts';
import type { CellLook, LegendEntry } from '../../figures/head-grid-legend.ts';
import { headGrid, type HeadGridCell, HEAD_GRID_WIDTH } from '../../figures/head-grid.ts';
import { plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import { countOutcomes } from '../statistics/findings.ts';
import { isSame } from '../statistics/same-with-both.ts';
import { formatQ } from '../statistics/head-words.ts';
import { foundWords, smallWords } from '../statistics/found.ts';
import type { HeadOfRuns, NamedRun, RunsCompared } from './compared-runs.ts';
import { captionOfRuns, directionOfRuns, runWords } from './runs-words.ts';
import { runsCsv } from './runs-csv.ts';
import { runsFields } from './runs-spec.ts';

export const RUNS_MAPS = ['difference', 'first', 'second'] as const;
export type RunsMap = (typeof RUNS_MAPS)[number];

const schema = z
  .object({
    kind: z.literal('runs-map'),
    ...runsFields,
    shows: z
      .enum(RUNS_MAPS)
      .default('difference')
      .describe('the first run less the second, or one of them on the scale that both share'),
    plotWidth: plotPixels
      .optional()
      .describe('px that the cells of a layer together take; as many as suit the figure without it'),
  })
  .describe('layers x heads of two runs of one model, or of their difference');

export interface RunsMapData {
  readonly compared: RunsCompared;
  readonly runs: readonly [first: NamedRun, second: NamedRun];
  readonly shows: RunsMap;
  readonly plotWidth?: number | undefined;
  readonly selected?: { readonly layer: number; readonly head: number } | null;
}

export const runsMapFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, HEAD_GRID_WIDTH, 1),
} satisfies FigureDrawing<typeof schema, RunsMapData>;

function draw({ compared, runs, shows, plotWidth, selected }: RunsMapData, theme: FigureTheme): Figure {
  const { heads, metric, design } = compared;
  const { label } = METRICS[metric];
  const isDifference = shows === 'difference';
  const beyond = design.beyond === 'none' ? '' : ' beyond the control';
  const what =
    shows === 'difference'
      ? `${runWords(runs[0])} − ${runWords(runs[1])}`
      : runWords(runs[shows === 'first' ? 0 : 1]);
  return headGrid(
    {
      title: `${label}${beyond} · ${what}`,
      cells: cellsOf(compared, runs, shows),
      scale: scaleOf(compared, shows),
      selected: selected ?? null,
      plotWidth,
      legend: isDifference ? legendOf(heads, metric, runs) : [],
      // The maps of the runs stand beside it: it speaks for all three.
      note: isDifference
        ? [noteOf(heads), scaleWords(compared)].filter((words) => words !== '').join(' ')
        : '',
      caption: captionOfRuns(compared, runs),
    },
    theme,
  );
}

/** How the looks were decided. */
function noteOf(heads: readonly HeadOfRuns[]): string {
  const isCalled = heads.some(({ outcome }) => outcome === 'more' || outcome === 'less');
  return [...(isCalled ? [`Outlined: ${foundWords(heads.length)}.`] : []), ...smallWords(heads)].join(' ');
}

/** Of the difference, or one scale for both runs. */
function scaleOf({ heads, metric, design }: RunsCompared, shows: RunsMap): ColourScale {
  const { unit, change } = METRICS[metric];
  const isSameInAll = heads.every(({ difference }) => !difference);
  // Of a difference of nothing the ends are those of the runs beside it.
  if (shows === 'difference' && !isSameInAll)
    return differenceScale(
      metric,
      heads.map(({ difference }) => difference),
    );
  const isSigned = shows === 'difference' || design.beyond !== 'none' || change === 'either';
  const kind = isSigned ? 'diverging' : 'sequential';
  const both = heads.flatMap(({ first, second }) => [first, second]);
  return {
    kind,
    domain: fittedDomain(both, kind),
    unit,
    ...((shows === 'difference' || design.beyond !== 'none') && warmEnd(metric)),
  };
}

/** Which of the three maps can be compared by their colours. */
function scaleWords(compared: RunsCompared): string {
  const [ofDifference, ofRuns] = [scaleOf(compared, 'difference').domain, scaleOf(compared, 'first').domain];
  return ofDifference.every((end, at) => end === ofRuns[at])
    ? 'One colour scale for the difference and both runs.'
    : 'One colour scale for both runs, another for their difference.';
}

function cellsOf({ heads }: RunsCompared, runs: RunsMapData['runs'], shows: RunsMap): HeadGridCell[][] {
  const cells: HeadGridCell[][] = [];
  const decimals = decimalsFor(heads.map(({ difference }) => difference));
  for (const row of heads) {
    const line = (cells[row.layer] ??= []);
    line[row.head] = {
      value: row[shows],
      look: shows === 'difference' ? (isSame(row) ? 'grey' : LOOKS[row.outcome]) : 'full',
      hint: hintOf(row, runs, decimals),
    };
  }
  return cells;
}

const LOOKS: Readonly<Record<HeadOfRuns['outcome'], CellLook>> = {
  more: 'called',
  less: 'called',
  'differs by less than the smallest effect of interest': 'dotted',
  'does not respond': 'grey',
  'not enough data': 'hatched',
  'below what the measurement resolves': 'grey',
  // Without a test the difference is shown as it is.
  'no test': 'full',
};

export function hintOf(row: HeadOfRuns, runs: RunsMapData['runs'], decimals: number): Hint {
  return {
    title: `L${row.layer} H${row.head}`,
    rows: [
      { label: runWords(runs[0]), value: formatFixed(row.first, decimals) },
      { label: runWords(runs[1]), value: formatFixed(row.second, decimals) },
      {
        label: 'difference',
        value: meanWithInterval(row.difference, row.difference_ci_low, row.difference_ci_high, decimals),
      },
      ...(row.q === null ? [] : [{ label: 'q', value: formatQ(row.q, row.q_at_most) }]),
      { label: 'pairs', value: String(row.compared ?? 0) },
    ],
  };
}

function legendOf(
  heads: readonly HeadOfRuns[],
  metric: MetricName,
  runs: RunsMapData['runs'],
): LegendEntry[] {
  const counts = countOutcomes(heads);
  const words = directionOfRuns(metric);
  const isHigh = METRICS[metric].change !== 'low';
  const entry = (count: number, look: CellLook, text: string, side?: 'high' | 'low'): LegendEntry[] =>
    count === 0 ? [] : [{ look, words: `${count} ${text}`, ...(side !== undefined && { side }) }];
  const form = (count: number) => (count === 1 ? 0 : 1);
  return [
    ...entry(
      counts.more,
      'called',
      `${words.more[form(counts.more)]} in ${runWords(runs[0])}`,
      isHigh ? 'high' : 'low',
    ),
    ...entry(
      counts.less,
      'called',
      `${words.less[form(counts.less)]} in ${runWords(runs[0])}`,
      isHigh ? 'low' : 'high',
    ),
    ...entry(counts.small, 'dotted', `${counts.small === 1 ? 'differs' : 'differ'} by too little to matter`),
    ...entry(counts.none, 'grey', 'no difference found, and less than the smallest effect'),
    ...entry(counts.same, 'grey', 'the same in both'),
    ...entry(counts.unresolved, 'grey', UNRESOLVED),
    ...entry(counts.undecided, 'hatched', 'undecided'),
    ...entry(counts.untested, 'full', 'not tested'),
  ];
}

function csv({ compared }: RunsMapData): string {
  return runsCsv(compared);
}

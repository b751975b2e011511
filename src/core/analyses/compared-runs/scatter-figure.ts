/** The heads of two runs of one model as dots: the second to the right, the first upward. */
import { capitalised } from '../../capitalised.ts';
import { z } from 'zod';
import { decimalsFor } from '../../figures/fixed-numbers.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import type { Figure } from '../../figures/figure.ts';
import { headScatter, type DotLook, SCATTER_WIDTH } from '../../figures/head-scatter.ts';
import { head, layer, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import { UNRESOLVED } from '../../statistics/outcome.ts';
import { isSame } from '../statistics/same-with-both.ts';
import type { HeadOfRuns, NamedRun, RunsCompared } from './compared-runs.ts';
import { hintOf } from './map-figure.ts';
import { runsCsv } from './runs-csv.ts';
import { runsFields } from './runs-spec.ts';
import { captionOfRuns, runWords } from './runs-words.ts';

const schema = z
  .object({
    kind: z.literal('runs-scatter'),
    ...runsFields,
    /** In the colour of selection. */
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px of the plot from left to right; as many as suit the figure without it'),
  })
  .describe('heads of two runs of one model as dots, one run by the other');

export interface RunsScatterData {
  readonly compared: RunsCompared;
  readonly runs: readonly [first: NamedRun, second: NamedRun];
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

export const runsScatterFigure = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, SCATTER_WIDTH, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, RunsScatterData>;

function draw({ compared, runs, plotWidth, ...at }: RunsScatterData, theme: FigureTheme): Figure {
  const { heads, metric, design } = compared;
  const { label, unit } = METRICS[metric];
  const decimals = decimalsFor(heads.map(({ difference }) => difference));
  const title = (run: NamedRun) =>
    `${runWords(run)}${design.beyond === 'none' ? '' : ', beyond the control'}${unit === '' ? '' : `, ${unit}`}`;
  const dots = heads
    .toSorted((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0))
    .map((row) => ({
      layer: row.layer,
      head: row.head,
      x: row.second,
      y: row.first,
      look: lookOf(row),
      // Names of what nothing is said of would crowd out those of what is called.
      named: row.outcome !== 'not enough data' && row.outcome !== UNRESOLVED,
      hint: hintOf(row, runs, decimals),
    }));
  return headScatter(
    {
      title: `${label} · ${runWords(runs[0])} by ${runWords(runs[1])}`,
      xTitle: title(runs[1]),
      yTitle: title(runs[0]),
      dots,
      selected: at.layer === undefined || at.head === undefined ? null : { layer: at.layer, head: at.head },
      diagonal: true,
      plotWidth,
      note: heads.some(({ q }) => q !== null)
        ? ['On the line: as much in both.', looksInWords(heads, runs)]
            .filter((words) => words !== '')
            .join(' ')
        : 'On the line: as much in both.',
      caption: captionOfRuns(compared, runs),
    },
    theme,
  );
}

/** What the looks of the dots are, of those that are there. */
function looksInWords(heads: readonly HeadOfRuns[], [first]: RunsScatterData['runs']): string {
  const words = {
    ink: `full: more in ${runWords(first)}`,
    open: `open: less in ${runWords(first)}`,
    faint: 'grey outline: undecided',
    dot: heads.every(isSame)
      ? 'grey: the same in both'
      : 'grey: by less than the smallest effect or than is resolved, or the same',
  };
  const looks = new Set(heads.map(lookOf));
  const sentence = (['ink', 'open', 'faint', 'dot'] as const)
    .flatMap((look) => (looks.has(look) ? [words[look]] : []))
    .join('; ');
  return sentence === '' ? '' : `${capitalised(sentence)}.`;
}

function lookOf(row: HeadOfRuns): DotLook {
  const { outcome } = row;
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
      return 'dot';
    case 'no test':
      return 'ink';
  }
}

function csv({ compared }: RunsScatterData): string {
  return runsCsv(compared);
}

/** How long the statements of a run are to its model: a histogram of tokens, as the run's page has it. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { isolated, quoted } from '../../isolated.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { type Figure, type FigureSource, withUnit } from '../figure.ts';
import { lengthBins, type LengthBin, medianLength, type StatementLength } from '../length-bins.ts';
import { SMALL_HISTOGRAM_HEIGHT, SMALL_PLOT, smallHistogram } from '../small-histogram.ts';
import { runId } from '../spec-fields.ts';
import type { FigureTheme } from '../theme.ts';

const schema = z
  .object({ kind: z.literal('statement-lengths'), runId })
  .describe('how many tokens the statements of a run have');

export interface StatementLengthsData {
  readonly source: FigureSource;
  /** The shortest first. */
  readonly lengths: readonly StatementLength[];
}

export const statementLengthsFigure = {
  schema,
  draw,
  csv: ({ lengths }: StatementLengthsData) => lengthsCsv(lengths),
} satisfies FigureDrawing<typeof schema, StatementLengthsData>;

const MOST_BARS = 40;
/** A length that some statement has is seen, however few they are. */
const LEAST_HEIGHT = 0.02;

export interface LengthBar extends LengthBin {
  /** Of the tallest, from 0 to 1. */
  readonly height: number;
}

/** The bars of the histogram; none before a pair is measured. */
export function lengthBars(lengths: readonly StatementLength[]): LengthBar[] {
  const bins = lengthBins(lengths, MOST_BARS);
  const tallest = Math.max(1, ...bins.map(({ statements }) => statements));
  return bins.map((bin) => ({
    ...bin,
    height: bin.statements === 0 ? 0 : Math.max(LEAST_HEIGHT, bin.statements / tallest),
  }));
}

/** '4 to 19, half of them up to 9' */
export function lengthWords(lengths: readonly StatementLength[]): string {
  const [first, last] = [lengths[0], lengths.at(-1)];
  if (first === undefined || last === undefined) return 'not known before a pair is measured';
  return `${counted(first.tokens)} to ${counted(last.tokens)}, half of them up to ${counted(medianLength(lengths) ?? 0)}`;
}

function draw({ source, lengths }: StatementLengthsData, theme: FigureTheme): Figure {
  const bars = lengthBars(lengths);
  const statements = lengths.reduce((sum, length) => sum + length.statements, 0);
  const tallest = Math.max(0, ...bars.map((bar) => bar.statements));
  const [first, last] = [lengths[0]?.tokens ?? 0, lengths.at(-1)?.tokens ?? 0];
  const sets =
    source.controlSet === null
      ? quoted(source.set)
      : `${quoted(source.set)} and ${quoted(source.controlSet)}`;
  return {
    title: 'Tokens in a statement',
    width: SMALL_PLOT.width,
    height: SMALL_HISTOGRAM_HEIGHT,
    note: 'With the tokens that mark beginning and end. An original that is measured with its neutral too counts once.',
    caption: `Run ${source.run} · ${isolated(source.model)} · ${sets} (n = ${withUnit(counted(statements), 'statements')})`,
    option: {
      animation: false,
      graphic: smallHistogram(
        {
          heading: lengthWords(lengths),
          words: '',
          bars: bars.map(({ height }) => ({ all: height })),
          ends: [counted(first), last > first ? counted(last) : ''],
          scale: bars.length === 0 ? '' : `tallest: ${counted(tallest)}`,
        },
        { left: 0, top: 0 },
        theme,
      ),
    },
    hint: () => null,
  };
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

/** A line for each number of tokens that a statement has. */
export function lengthsCsv(lengths: readonly StatementLength[]): string {
  return csvText([
    ['tokens', 'statements'],
    ...lengths.map(({ tokens, statements }) => [tokens, statements]),
  ]);
}

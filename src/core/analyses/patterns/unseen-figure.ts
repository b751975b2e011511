/** Does it hold on unseen text? Of one detector, the lift of every head on the half it was looked for on, and on the other. */
import { formatEstimate } from '../estimate.ts';
import { extent } from 'd3-array';
import { z } from 'zod';
import { wordText } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { atTicks, ticksToEnds } from '../../figures/axis-ends.ts';
import { type FigureDrawing, narrowerPlot, NARROWEST_PLOT } from '../../figures/figure-drawing.ts';
import { type Figure, formatChosen, formatValue, formatBound } from '../../figures/figure.ts';
import { formatFixed } from '../../figures/fixed-numbers.ts';
import { analysisId, head, layer, plotPixels } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import { type PatternCell, type PatternColumn, patternColumns, shownColumns, isCandidate } from './calls.ts';
import { nameOf } from './words.ts';

const schema = z
  .object({
    kind: z.literal('patterns-unseen'),
    analysisId,
    detector: wordText
      .optional()
      .describe('the name of a detector; the one that calls most heads without it'),
    layer: layer.optional(),
    head: head.optional(),
    plotWidth: plotPixels
      .optional()
      .describe('px that the plot takes; as many as suit the figure without it'),
  })
  .describe('the lift of every head on the texts of discovery and on unseen ones, for a detector');

export interface PatternsUnseenData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly detector?: string | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly plotWidth?: number | undefined;
}

const PLOT = { width: 240, height: 190, left: 44, top: 30, bottom: 34, right: 116 } as const;

export const patternsUnseen = {
  schema,
  draw,
  csv,
  fit: (data, room) => narrowerPlot(data, room, PLOT.width, NARROWEST_PLOT),
} satisfies FigureDrawing<typeof schema, PatternsUnseenData>;

const LABEL_LINE = 13;

/** The detector that is named, or that calls most heads. */
export function chosenColumn(result: NamedTensors, name: string | undefined): PatternColumn | null {
  const columns = shownColumns(patternColumns(result));
  const calls = ({ cells }: PatternColumn) => cells.filter(({ verdict }) => verdict === 'called').length;
  return (
    columns.find(({ detector }) => detector.name === name) ??
    columns.toSorted((a, b) => calls(b) - calls(a))[0] ??
    null
  );
}

function draw(data: PatternsUnseenData, theme: FigureTheme): Figure {
  const { result, plotWidth = PLOT.width } = data;
  const column = chosenColumn(result, data.detector);
  const margin = scalarOf(result, 'margin') ?? 0;
  const cells = (column?.cells ?? []).filter(
    ({ discoveryLift, validation }) => discoveryLift !== null && validation.mean !== null,
  );
  const isChosen = (cell: PatternCell) => cell.layer === data.layer && cell.head === data.head;
  const [low, high] = rangeOf(cells, margin);
  const yOf = (value: number) => PLOT.top + PLOT.height * (1 - (value - low) / (high - low));
  const named = cells
    .filter((cell) => isChosen(cell) || isCandidate(cell))
    .toSorted((a, b) => (b.validation.mean ?? 0) - (a.validation.mean ?? 0));
  const inkOf = (cell: PatternCell) =>
    isChosen(cell)
      ? theme.accent
      : cell.verdict === 'called'
        ? theme.text
        : cell.verdict === 'fell'
          ? theme.amber
          : cell.verdict === 'undecided'
            ? theme.muted
            : theme.control;
  const axisLabel = {
    fontFamily: MONO_FONT,
    fontSize: 11,
    color: theme.muted,
    formatter: formatBound,
  };
  const [discovery, validation] = ['discovery_texts', 'validation_texts'].map(
    (name) => scalarOf(result, name) ?? 0,
  );
  const labels = spread(named.map((cell) => yOf(cell.validation.mean ?? 0)));
  const foot = PLOT.top + PLOT.height + 16;
  const text = (x: number, y: number, content: string, align: string, fill: string, fontFamily: string) => ({
    type: 'text',
    silent: true,
    x,
    y,
    style: { text: content, align, verticalAlign: 'middle', fill, fontFamily, fontSize: 11 },
  });
  // Those that matter are drawn last, over the others.
  const ordered = [...cells.filter((cell) => !named.includes(cell)), ...named.toReversed()];
  return {
    title: 'Does it hold on unseen text?',
    width: PLOT.left + plotWidth + PLOT.right,
    height: PLOT.top + PLOT.height + PLOT.bottom,
    note: `Lift for ${column?.detector.title ?? ''}, ${cells.length} heads; bars: 95 % interval on unseen text; shaded: not above the margin of ${formatChosen(margin)}.${placedWords(cells, (discovery ?? 0) + (validation ?? 0))}`,
    caption: captionOfAnalysis(data.source),
    option: {
      animation: false,
      grid: {
        left: PLOT.left,
        top: PLOT.top,
        width: plotWidth,
        height: PLOT.height,
        outerBoundsMode: 'none',
      },
      xAxis: {
        type: 'value',
        min: 0,
        max: 1,
        axisLabel: { show: false },
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: low,
        max: high,
        name: 'lift ↑',
        nameTextStyle: {
          fontFamily: TEXT_FONT,
          fontSize: 11,
          color: theme.muted,
          align: 'left',
          padding: [0, 0, 0, -PLOT.left + 4],
        },
        ...atTicks(
          ticksToEnds([low, high], { most: 4, pixels: PLOT.height, widthOf: () => axisLabel.fontSize }),
          axisLabel,
        ),
        axisLine: { show: false },
        splitLine: { lineStyle: { color: theme.line } },
      },
      series: [
        ...ordered.map((cell) => ({
          type: 'line' as const,
          symbol: 'circle',
          symbolSize: 5,
          triggerEvent: true,
          lineStyle: {
            color: inkOf(cell),
            width: isChosen(cell) ? 1.8 : 1.1,
            type: isCandidate(cell) && cell.verdict !== 'called' ? ('dashed' as const) : ('solid' as const),
          },
          itemStyle: { color: inkOf(cell) },
          data: [
            [0, cell.discoveryLift],
            [1, cell.validation.mean],
          ],
        })),
        ...named.map((cell) => ({
          type: 'line' as const,
          symbol: 'none',
          silent: true,
          lineStyle: { color: inkOf(cell), width: 1.2 },
          data: [
            [1, cell.validation.low],
            [1, cell.validation.high],
          ],
        })),
      ],
      graphic: [
        {
          type: 'rect',
          silent: true,
          z: -1,
          shape: {
            x: PLOT.left,
            y: yOf(margin),
            width: plotWidth,
            height: Math.max(0, yOf(low) - yOf(margin)),
          },
          style: { fill: theme.soft },
        },
        text(PLOT.left, foot, `first half, ${discovery ?? 0} texts`, 'left', theme.muted, TEXT_FONT),
        text(PLOT.left + plotWidth, foot, `unseen, ${validation ?? 0}`, 'right', theme.muted, TEXT_FONT),
        ...named
          .map((cell, at) =>
            text(
              PLOT.left + plotWidth + 8,
              labels[at] ?? 0,
              `${nameOf(cell)} ${formatShort(cell.validation.mean)}${cell.verdict === 'fell' ? ' fell' : cell.verdict === 'undecided' ? ' ?' : ''}`,
              'left',
              inkOf(cell),
              MONO_FONT,
            ),
          )
          .filter((_, at) => (labels[at] ?? Infinity) < PLOT.top + PLOT.height + LABEL_LINE),
      ],
    },
    hint(series) {
      const cell = ordered[series];
      return cell === undefined
        ? null
        : {
            title: nameOf(cell),
            rows: [
              { label: 'first half', value: formatValue(cell.discoveryLift) },
              { label: 'unseen', value: formatEstimate(cell.validation) },
            ],
          };
    },
  };
}

/** That not all texts have a token that the detector names; '' where they have. */
function placedWords(cells: readonly PatternCell[], texts: number): string {
  const placed = Math.max(0, ...cells.map(({ n }) => n));
  return placed === 0 || placed >= texts
    ? ''
    : ` Of both halves together ${placed} of ${texts} texts ${placed === 1 ? 'has' : 'have'} a place for it.`;
}

function formatShort(value: number | null): string {
  return value === null ? '' : formatFixed(value, 2);
}

/** Both halves, intervals and 0 within, a little room around. */
function rangeOf(cells: readonly PatternCell[], margin: number): readonly [number, number] {
  const values = cells.flatMap(({ discoveryLift, validation: { mean, low, high } }) =>
    [discoveryLift, mean, low, high].filter((value) => value !== null),
  );
  const [least = 0, most = 1] = extent([...values, 0, margin]);
  const room = 0.06 * Math.max(0.1, most - least);
  return [Math.floor(10 * (least - room)) / 10, Math.ceil(10 * (most + room)) / 10];
}

/** Moved down where they would lie on each other; the highest first. */
function spread(middles: readonly number[]): number[] {
  let last = -Infinity;
  return middles.map((middle) => (last = Math.max(middle, last + LABEL_LINE)));
}

function csv({ result, detector }: PatternsUnseenData): string {
  const column = chosenColumn(result, detector);
  return csvText([
    [
      'layer',
      'head',
      'detector',
      'discovery_lift',
      'validation_lift',
      'validation_ci_low',
      'validation_ci_high',
      'verdict',
    ],
    ...(column?.cells ?? []).map((cell) => [
      cell.layer,
      cell.head,
      cell.detector,
      cell.discoveryLift,
      cell.validation.mean,
      cell.validation.low,
      cell.validation.high,
      cell.verdict,
    ]),
  ]);
}

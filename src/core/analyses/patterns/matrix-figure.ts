/** Heads x detectors: the lift of each, what heads are called outlined with its number, what fell on unseen text dashed. */
import { formatEstimate } from '../estimate.ts';
import { z } from 'zod';
import { wordText } from '../../bounds.ts';
import { csvText } from '../../csv.ts';
import { type ColourScale, colourBar, scaleColours, visualMap } from '../../figures/colour-scale.ts';
import type { HeatmapDatum } from '../../figures/echarts.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatChosen, formatValue, type Hint } from '../../figures/figure.ts';
import { analysisId, head, layer } from '../../figures/spec-fields.ts';
import { type FigureTheme, MONO_FONT, TEXT_FONT } from '../../figures/theme.ts';
import { type AnalysisSource, captionOfAnalysis } from '../head-figures/source.ts';
import { type NamedTensors, scalarOf } from '../named-tensor.ts';
import {
  liftRuleOf,
  type PatternCell,
  type PatternColumn,
  patternColumns,
  patternGroups,
  shownColumns,
  isCandidate,
  isLoudUntested,
} from './calls.ts';
import { LIFT_WORDS } from './options.ts';
import { nameOf } from './words.ts';
import { MATRIX_ORDERS, type MatrixOrder } from './choices.ts';
import { dashOf, FONT_SIZE, inkOf, legend } from './matrix-legend.ts';

const schema = z
  .object({
    kind: z.literal('patterns-matrix'),
    analysisId,
    order: z
      .enum(MATRIX_ORDERS)
      .default('called')
      .describe('rows by what heads are called, by layer, or by their lift for the detector'),
    /** With layer and head outlined. */
    detector: wordText.optional().describe('the name of a detector'),
    layer: layer.optional(),
    head: head.optional(),
  })
  .describe('heads x detectors of a patterns analysis');

export interface PatternsMatrixData {
  readonly source: AnalysisSource;
  readonly result: NamedTensors;
  readonly order: MatrixOrder;
  readonly detector?: string | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
}

export const patternsMatrix = { schema, draw, csv } satisfies FigureDrawing<
  typeof schema,
  PatternsMatrixData
>;

const CELL = { width: 27, height: 18 } as const;
const LEFT = 172;
/** Room for the longest slanted name. */
const TOP = 104;
const MARGIN = 8;
/** For the last slanted name. */
const RIGHT = 72;
const FOOT = 58;
/** px: the longest entry of the legend has room. */
const LEAST_WIDTH = 470;
const SLANT = 50;
const SCALE: ColourScale = { kind: 'diverging', domain: [-1, 1], unit: '' };

/** A row of the matrix; the first of a group has its words. */
interface MatrixRow {
  readonly words: string | null;
  readonly cells: readonly PatternCell[];
}

/** Where the cells are, in pixels, and what stands in them: the screen lays buttons over them. */
export function patternsMatrixLayout(data: Pick<PatternsMatrixData, 'result' | 'order' | 'detector'>) {
  const columns = shownColumns(patternColumns(data.result));
  const rows = matrixRows(columns, data);
  return {
    columns,
    rows,
    cell: CELL,
    plot: { left: LEFT, top: TOP, width: columns.length * CELL.width, height: rows.length * CELL.height },
  };
}

function matrixRows(
  columns: readonly PatternColumn[],
  { order, detector }: Pick<PatternsMatrixData, 'order' | 'detector'>,
): MatrixRow[] {
  const cellsOf = (place: number) => columns.flatMap(({ cells }) => cells[place] ?? []);
  const heads = columns[0]?.cells ?? [];
  const placeOf = new Map(heads.map((cell, place) => [nameOf(cell), place]));
  if (order === 'called')
    return patternGroups(columns).flatMap((group) =>
      group.heads.map((own, at) => ({
        words: at === 0 ? (group.detector?.title ?? 'not called') : null,
        cells: cellsOf(placeOf.get(nameOf(own)) ?? 0),
      })),
    );
  const places = [...heads.keys()];
  const by = columns.find((column) => column.detector.name === detector) ?? columns[0];
  const lift = (place: number) => by?.cells[place]?.lift.mean ?? -Infinity;
  if (order === 'lift') places.sort((a, b) => lift(b) - lift(a) || a - b);
  return places.map((place) => ({ words: null, cells: cellsOf(place) }));
}

function draw(data: PatternsMatrixData, theme: FigureTheme): Figure {
  const { columns, rows, plot } = patternsMatrixLayout(data);
  const width = Math.max(LEAST_WIDTH, LEFT + plot.width + RIGHT);
  const bottom = TOP + plot.height;
  const colours = scaleColours(SCALE, theme);
  const margin = scalarOf(data.result, 'margin') ?? 0;
  const hasUntested = rows.some(({ cells }) => cells.some((cell) => isLoudUntested(cell, margin)));
  const flat = rows.flatMap(({ cells }, row) => cells.map((cell, column) => ({ cell, row, column })));
  const axis = {
    type: 'category' as const,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    splitArea: { show: false },
  };
  const text = (x: number, y: number, content: string, style: object = {}): object => ({
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text: content,
      fill: theme.muted,
      fontFamily: TEXT_FONT,
      fontSize: FONT_SIZE,
      verticalAlign: 'middle',
      ...style,
    },
  });
  const key = legend(
    bottom + 12,
    flat.map(({ cell }) => cell),
    { theme, margin, right: width - MARGIN, text },
  );
  return {
    title: 'Heads by detector',
    width,
    height: bottom + FOOT + key.below,
    note: `Colour: lift, the share of attention less ${LIFT_WORDS[liftRuleOf(data.result)]}. Numbers: on unseen text${hasUntested ? '; with a question mark: over all texts' : ''}. Margin ${formatChosen(scalarOf(data.result, 'margin'))}.`,
    caption: captionOfAnalysis(data.source),
    option: {
      animation: false,
      grid: { ...plot, outerBoundsMode: 'none' },
      xAxis: { ...axis, data: columns.map(({ detector }) => detector.name), axisLabel: { show: false } },
      yAxis: {
        ...axis,
        inverse: true,
        data: rows.map(({ cells: [cell] }) => (cell === undefined ? '' : nameOf(cell))),
        axisLabel: { fontFamily: MONO_FONT, fontSize: FONT_SIZE, color: theme.muted, margin: 7, interval: 0 },
      },
      visualMap: visualMap(SCALE, 0, theme),
      series: [
        {
          type: 'heatmap',
          progressive: 0,
          emphasis: { disabled: true },
          itemStyle: { borderColor: theme.background, borderWidth: 2 },
          data: flat.map(({ cell, row, column }): HeatmapDatum =>
            datumOf(cell, [column, row], colours, { theme, margin }),
          ),
        },
      ],
      graphic: [
        ...columns.map(({ detector }, column) => ({
          ...text(LEFT + (column + 0.5) * CELL.width, TOP - 6, detector.title, {
            align: 'left',
            fill: detector.name === data.detector ? theme.accent : theme.muted,
          }),
          rotation: (SLANT * Math.PI) / 180,
        })),
        ...rows.flatMap(({ words }, row) =>
          words === null
            ? []
            : [
                text(MARGIN, TOP + (row + 0.5) * CELL.height, words, { fill: theme.text }),
                ...(row === 0 ? [] : [groupLine(TOP + row * CELL.height, LEFT + plot.width, theme)]),
              ],
        ),
        ...flat.flatMap(({ cell, row, column }) => {
          const isSelected =
            cell.detector === data.detector && cell.layer === data.layer && cell.head === data.head;
          return [
            ...(isLoudUntested(cell, margin) ? [outline(column, row, 1, theme.muted, [1, 2])] : []),
            ...(isCandidate(cell)
              ? [outline(column, row, 1, inkOf(cell.verdict, theme), dashOf(cell.verdict))]
              : []),
            ...(isSelected ? [selection(column, row, theme)] : []),
          ];
        }),
        ...colourBar(SCALE, { left: MARGIN, top: bottom + 12, width: 150 }, theme),
        ...key.graphic,
      ],
    },
    hint(series, index) {
      const own = series === 0 ? flat[index] : undefined;
      return own === undefined ? null : hintOf(own.cell);
    },
  };
}

/** Ink that is read on a colour of the scale. */
function inkOn(value: number, colours: readonly string[], theme: FigureTheme): string {
  const place = Math.round(((value + 1) / 2) * (colours.length - 1));
  const isFar = place <= 1 || place >= colours.length - 2;
  return isFar ? theme.background : theme.text;
}

function datumOf(
  cell: PatternCell,
  [column, row]: readonly [column: number, row: number],
  colours: readonly string[],
  { theme, margin }: { readonly theme: FigureTheme; readonly margin: number },
): HeatmapDatum {
  const {
    lift: { mean },
    validation,
    verdict,
  } = cell;
  const label = (formatter: string, color: string) => ({
    show: true,
    formatter,
    color,
    fontFamily: MONO_FONT,
    fontSize: 9.5,
  });
  if (mean === null)
    return {
      value: [column, row, 0],
      visualMap: false,
      itemStyle: { color: theme.soft },
      label: label('–', theme.muted),
    };
  return {
    value: [column, row, mean],
    // Of all texts: there is no number on unseen ones alone.
    ...(isLoudUntested(cell, margin) && {
      label: label(`${shortNumber(mean)}?`, inkOn(mean, colours, theme)),
    }),
    ...(isCandidate({ verdict }) && {
      label: label(shortNumber(validation.mean), inkOn(mean, colours, theme)),
    }),
  };
}

/** '.47', '−.05' */
export function shortNumber(value: number | null): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(2);
  return `${value < 0 ? '−' : ''}${text.startsWith('0') ? text.slice(1) : text}`;
}

/** @param dash none: a whole line */
function outline(column: number, row: number, inset: number, ink: string, dash: readonly number[]): object {
  return {
    type: 'rect',
    silent: true,
    z: 5,
    shape: {
      x: LEFT + column * CELL.width + inset + 0.5,
      y: TOP + row * CELL.height + inset + 0.5,
      width: CELL.width - 2 * inset - 1,
      height: CELL.height - 2 * inset - 1,
      r: 2,
    },
    style: { fill: 'none', stroke: ink, lineWidth: 1.2, ...(dash.length > 0 && { lineDash: dash }) },
  };
}

function selection(column: number, row: number, theme: FigureTheme): object {
  return {
    type: 'rect',
    silent: true,
    z: 10,
    shape: {
      x: LEFT + column * CELL.width,
      y: TOP + row * CELL.height,
      width: CELL.width,
      height: CELL.height,
      r: 3,
    },
    style: { fill: 'none', stroke: theme.accent, lineWidth: 2 },
  };
}

function groupLine(y: number, right: number, theme: FigureTheme): object {
  return {
    type: 'line',
    silent: true,
    z: 1,
    shape: { x1: MARGIN, y1: y, x2: right, y2: y },
    style: { stroke: theme.line, lineWidth: 1 },
  };
}

const VERDICT_WORDS = {
  called: 'called',
  undecided: 'undecided on unseen text',
  fell: 'fell on unseen text',
  none: 'not called',
  undefined: 'too little to measure',
} as const;

function hintOf(cell: PatternCell): Hint {
  return {
    title: `${nameOf(cell)} · ${cell.detector}`,
    rows: [
      { label: 'score', value: formatValue(cell.score) },
      { label: 'lift', value: formatEstimate(cell.lift) },
      { label: 'first half', value: formatValue(cell.discoveryLift) },
      { label: 'unseen', value: formatEstimate(cell.validation) },
      { label: 'q', value: formatValue(cell.q) },
      { label: 'texts', value: `${cell.n}` },
      { label: '', value: VERDICT_WORDS[cell.verdict] },
    ],
  };
}

function csv(data: PatternsMatrixData): string {
  const { rows } = patternsMatrixLayout(data);
  return csvText([
    ['layer', 'head', 'detector', 'lift', 'lift_ci_low', 'lift_ci_high', 'validation_lift', 'verdict'],
    ...rows.flatMap(({ cells }) =>
      cells.map(({ layer, head, detector, lift, validation, verdict }) => [
        layer,
        head,
        detector,
        lift.mean,
        lift.low,
        lift.high,
        validation.mean,
        verdict,
      ]),
    ),
  ]);
}

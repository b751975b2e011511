/** A ranking of heads with its forest plot as a figure: the lines of the screen, with the numbers beside the marks. */
import { capitalised } from '../capitalised.ts';
import { z } from 'zod';
import { wordText } from '../bounds.ts';
import { csvText } from '../csv.ts';
import type { FigureOption } from './echarts.ts';
import type { FigureRoom } from './figure-drawing.ts';
import { type Figure, formatBound, type Hint } from './figure.ts';
import {
  alongAxis,
  CUT_WORDS,
  type ForestAxis,
  type ForestMarks,
  inAxis,
  isCut,
  lanePlaces,
} from './forest-axis.ts';
import { afterWords, isSame, type RankedHead, type RankingLine } from './ranked-heads.ts';
import {
  HEADER_HEIGHT,
  linesOfHead,
  LANE_PADDING,
  PLACE_WIDTH,
  type Ranking,
  type RankingLayout,
  rankingLayout,
  rankingLines,
  ROW_HEIGHT,
  signsOf,
} from './ranking.ts';
import { ROOT_WORDS, SCALES } from './scatter-axes.ts';
import { lineOf, textOf } from './ranking-marks.ts';
import { head, layer, plotPixels } from './spec-fields.ts';
import { type FigureTheme, TEXT_FONT } from './theme.ts';

const direction = z.enum(['asc', 'desc']);

/** What every kind of ranking is named by beside what is ranked. */
export const rankingFields = {
  sort: wordText
    .default('rank')
    .describe(
      'the column that it is sorted by: rank (both ends, the middle in a fold), head, difference, q, …',
    ),
  sortDirection: direction.default('desc').describe('the largest first (desc) or last (asc)'),
  middle: z.boolean().default(false).describe('list what is in the fold, too'),
  lines: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('lines that are listed together: of more that are called both ends; all of them without it'),
  layer: layer.optional(),
  head: head.optional(),
  width: plotPixels.default(640).describe('px from left to right: columns that leave no room are left out'),
};

export interface RankingView {
  readonly sort: string;
  readonly sortDirection: z.output<typeof direction>;
  readonly middle: boolean;
  readonly lines?: number | undefined;
  readonly layer?: number | undefined;
  readonly head?: number | undefined;
  readonly width: number;
}

const SMALL = 11;
const CELL_PADDING = 6;
/** px from the top of a row. */
const TEXT_AT = ROW_HEIGHT / 2;

/** Of the set and its control, in a row with its line below. */
function placesOf({ control, controlInterval }: ForestMarks) {
  return lanePlaces(ROW_HEIGHT - 1, control !== null || controlInterval !== null);
}
const RADIUS = { set: 2.7, control: 2.3 } as const;
const ARROW = 3.5;

/** A ranking drawn narrower: columns are left out, then the axis is shorter; what stays is as wide as it is. */
export function narrowerRanking<Data extends Pick<RankingView, 'width'>>(
  data: Data,
  { most }: FigureRoom,
): Data {
  return { ...data, width: most };
}

/** @param words title, and caption of where the numbers come from */
export function rankingFigure(
  ranking: Ranking,
  view: RankingView,
  words: { readonly title: string; readonly caption: string },
  theme: FigureTheme,
): Figure {
  const lines = linesOf(ranking, view);
  const layout = rankingLayout(ranking, view.width, view.sort);
  const { width } = layout;
  const selected = selectedOf(view);
  const heads = lines.flatMap((line) => (line.kind === 'head' ? [line.head] : []));
  const signs = Array.from(signsOf(lines), ([sign, meaning]) => `${sign} ${meaning}.`);
  return {
    ...words,
    width,
    height: HEADER_HEIGHT + lines.length * ROW_HEIGHT + 2,
    note: [
      sentence(ranking.subtitle),
      ranking.note,
      ranking.axes === 'root' ? ROOT_WORDS.axis : '',
      heads.some(({ marks }) => isCut(layout.axis, marks)) ? CUT_WORDS : '',
      ...signs,
    ]
      .filter((text) => text !== '')
      .join(' '),
    option: optionOf({ ranking, lines, layout, selected, width }, theme),
    hint: (_series, index) => (heads[index] === undefined ? null : hintOf(heads[index], ranking)),
  };
}

function linesOf(ranking: Ranking, view: RankingView): RankingLine[] {
  const { sort: by, sortDirection, middle, lines } = view;
  const room = lines ?? ranking.heads.length + 3;
  return rankingLines(ranking, {
    order: { by, direction: sortDirection },
    middle,
    selected: selectedOf(view),
    room,
  });
}

function selectedOf({ layer, head }: RankingView) {
  return layer === undefined || head === undefined ? null : { layer, head };
}

/** 'L5 H9', or what it is called. */
export function nameOfRanked({ name, layer, head }: RankedHead): string {
  return name ?? `L${layer} H${head}`;
}

function sentence(words: string): string {
  return words === '' ? '' : `${capitalised(words)}.`;
}

function hintOf(found: RankedHead, { columns }: Ranking): Hint {
  return {
    title: `${nameOfRanked(found)} ${found.outcome}`.trim(),
    rows: columns.map(({ words }, index) => ({ label: words, value: found.cells[index]?.text ?? '' })),
  };
}

interface Drawn {
  readonly ranking: Ranking;
  readonly lines: readonly RankingLine[];
  readonly layout: RankingLayout;
  readonly selected: { readonly layer: number; readonly head: number } | null;
  readonly width: number;
}

function optionOf(drawn: Drawn, theme: FigureTheme): FigureOption {
  const { ranking, lines, layout, selected, width } = drawn;
  const left = PLACE_WIDTH + ranking.nameWidth + LANE_PADDING;
  const lane = layout.lane - 2 * LANE_PADDING;
  const height = lines.length * ROW_HEIGHT;
  const toX = (value: number): number => left + (lane * alongAxis(layout.axis, value)) / 100;
  const { low, high, shape = 'linear' } = layout.axis;
  const along = SCALES[shape].to;
  const place = { toX, top: (index: number) => HEADER_HEIGHT + index * ROW_HEIGHT };
  const colourOf = (found: RankedHead): string =>
    isSame(found, selected) ? theme.accent : found.look === 'ink' ? theme.text : theme.muted;
  const dots = lines.flatMap((line, index) => (line.kind === 'head' ? [{ found: line.head, index }] : []));
  const dot = (value: number | null, index: number, at: number, itemStyle: object) => ({
    value: [value === null ? '-' : along(value), index + at / ROW_HEIGHT] as [number | string, number],
    itemStyle,
  });
  return {
    animation: false,
    grid: { left, top: HEADER_HEIGHT, width: lane, height, outerBoundsMode: 'none' },
    xAxis: { type: 'value', show: false, min: along(low), max: along(high) },
    yAxis: { type: 'value', show: false, inverse: true, min: 0, max: lines.length },
    series: [
      {
        type: 'scatter',
        emphasis: { disabled: true },
        symbolSize: 2 * RADIUS.set,
        data: dots.map(({ found, index }) =>
          dot(
            found.marks.set,
            index,
            placesOf(found.marks).set,
            found.look === 'hollow'
              ? { opacity: 1, color: theme.background, borderColor: colourOf(found), borderWidth: 1.3 }
              : { opacity: 1, color: colourOf(found) },
          ),
        ),
      },
      {
        type: 'scatter',
        silent: true,
        symbolSize: 2 * RADIUS.control,
        data: dots.map(({ found, index }) =>
          dot(found.marks.control, index, placesOf(found.marks).control, {
            opacity: 1,
            color: theme.control,
          }),
        ),
      },
    ],
    graphic: [
      ...layout.axis.ticks.map((tick) =>
        lineOf([toX(tick), HEADER_HEIGHT, toX(tick), HEADER_HEIGHT + height], {
          stroke: tick === 0 ? theme.control : theme.line,
        }),
      ),
      lineOf([0, HEADER_HEIGHT - 0.5, width, HEADER_HEIGHT - 0.5], { stroke: theme.line }),
      ...headerOf(drawn, toX, theme),
      ...lines.flatMap((line, index) =>
        line.kind !== 'head'
          ? foldOf(
              line.kind === 'fold' ? ranking.foldWords(line.heads) : afterWords(line.heads, ranking.what),
              place.top(index),
              width,
              theme,
            )
          : [
              ...linesOfHead(line.head, ranking, layout.axis).map((at) =>
                lineOf([toX(at), place.top(index), toX(at), place.top(index) + ROW_HEIGHT], {
                  stroke: theme.muted,
                  lineDash: [3, 2],
                }),
              ),
              ...intervalsOf(
                line.head.marks,
                { axis: layout.axis, toX, top: place.top(index), colour: colourOf(line.head) },
                theme,
              ),
              ...wordsOf(line.head, drawn, place.top(index), theme),
            ],
      ),
    ],
  };
}

function headerOf(
  { ranking, layout, width }: Drawn,
  toX: (value: number) => number,
  theme: FigureTheme,
): object[] {
  const style = { fill: theme.muted, fontFamily: TEXT_FONT, fontSize: SMALL } as const;
  const y = HEADER_HEIGHT - 10;
  return [
    textOf('#', PLACE_WIDTH - CELL_PADDING, y, { ...style, align: 'right' }),
    textOf(ranking.what === 'heads' ? 'Head' : 'Cell', PLACE_WIDTH + CELL_PADDING, y, style),
    ...layout.ticks.map((tick) =>
      textOf(formatBound(tick), toX(tick), y, { fill: theme.muted, fontSize: SMALL, align: 'center' }),
    ),
    textOf(ranking.axisTitle, PLACE_WIDTH + ranking.nameWidth + LANE_PADDING, 6, {
      ...style,
      fontSize: SMALL - 1,
    }),
    ...columnPlaces(layout, width).map(({ column, left, right }) =>
      textOf(column.words, column.left === true ? left : right, y, {
        ...style,
        align: column.left === true ? 'left' : 'right',
      }),
    ),
  ];
}

/** px: where the texts of each column begin, or end. */
function columnPlaces({ columns }: RankingLayout, width: number) {
  let right = width;
  return columns
    .toReversed()
    .map(({ column, index, width: own }) => {
      const end = right;
      right -= own;
      return { column, index, left: right + CELL_PADDING, right: end - CELL_PADDING };
    })
    .toReversed();
}

function foldOf(words: string, top: number, width: number, theme: FigureTheme): object[] {
  return [
    // The lines of the axis do not run through its words.
    {
      type: 'rect',
      silent: true,
      z: 0,
      shape: { x: 0, y: top, width, height: ROW_HEIGHT - 1 },
      style: { fill: theme.background },
    },
    textOf(words, PLACE_WIDTH + CELL_PADDING, top + TEXT_AT, {
      fill: theme.text,
      fontFamily: TEXT_FONT,
      fontWeight: 600,
    }),
    lineOf([0, top - 0.5, width, top - 0.5], { stroke: theme.line }),
    lineOf([0, top + ROW_HEIGHT - 0.5, width, top + ROW_HEIGHT - 0.5], { stroke: theme.line }),
  ];
}

function wordsOf(found: RankedHead, { layout, width }: Drawn, top: number, theme: FigureTheme): object[] {
  const y = top + TEXT_AT;
  const signs = found.signs.map(({ sign }) => sign).join('');
  return [
    textOf(found.rank?.words ?? `${found.place}`, PLACE_WIDTH - CELL_PADDING, y, {
      fill: theme.muted,
      align: 'right',
    }),
    textOf(`${nameOfRanked(found)}${signs}`, PLACE_WIDTH + CELL_PADDING, y, { fill: theme.text }),
    ...columnPlaces(layout, width).flatMap(({ column, index, left, right }) => {
      const cell = found.cells[index];
      if (cell === undefined || cell.text === '') return [];
      return [
        textOf(cell.text, column.left === true ? left : right, y, {
          fill: cell.faint === true ? theme.muted : theme.text,
          align: column.left === true ? 'left' : 'right',
          ...(column.left === true && { fontFamily: TEXT_FONT }),
        }),
      ];
    }),
  ];
}
interface Lane {
  readonly axis: ForestAxis;
  readonly toX: (value: number) => number;
  readonly top: number;
  readonly colour: string;
}

function intervalsOf(marks: ForestMarks, { axis, toX, top, colour }: Lane, theme: FigureTheme): object[] {
  const drawn = (ends: ForestMarks['interval'], at: number, stroke: string): object[] => {
    if (ends === null) return [];
    const [low, high] = [inAxis(axis, ends[0]), inAxis(axis, ends[1])];
    const y = top + at;
    return [
      lineOf([toX(low), y, toX(high), y], { stroke, lineWidth: 1.4 }),
      // An interval that goes on beyond the axis ends in an arrow.
      ...(low > ends[0] ? arrowOf(toX(low), y, 1, stroke) : []),
      ...(high < ends[1] ? arrowOf(toX(high), y, -1, stroke) : []),
    ];
  };
  const place = placesOf(marks);
  return [
    ...drawn(marks.controlInterval, place.control, theme.control),
    ...drawn(marks.interval, place.set, colour),
  ];
}

/** @param back to the right: 1; to the left: -1 */
function arrowOf(x: number, y: number, back: 1 | -1, stroke: string): object[] {
  return [-1, 1].map((side) =>
    lineOf([x, y, x + back * ARROW, y + side * ARROW], { stroke, lineWidth: 1.4 }),
  );
}

/** All of them in the order of the figure, those in the fold too. */
export function rankingCsv(ranking: Ranking, view: RankingView): string {
  const listed = new Set(
    linesOf(ranking, view).flatMap((line) => (line.kind === 'head' ? [line.head.place] : [])),
  );
  const isCells = ranking.what === 'cells';
  const names = Object.keys(ranking.heads[0]?.numbers ?? {});
  return csvText([
    ['place', ...(isCells ? ['cell'] : ['layer', 'head']), 'outcome', 'listed', ...names],
    ...ranking.heads.map((found) => [
      found.place,
      ...(isCells ? [nameOfRanked(found)] : [found.layer, found.head]),
      found.outcome,
      listed.has(found.place) ? 'yes' : 'in the fold',
      ...names.map((name) => found.numbers[name] ?? null),
    ]),
  ]);
}

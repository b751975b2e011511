/** The attention of one head on one statement as lines: tokens left and right, or arcs over one column of tokens. */
import { quotedToken } from '../token-labels.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type Figure, formatValue, type Hint } from '../figure.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, patternsOf, sentencesOf } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import {
  HIDDEN_TOKENS,
  LINE_LAYOUTS,
  type LineLayout,
  MAP_SCALES,
  type MapScale,
  type MapsOver,
  TOKEN_VIEWS,
  type TokenView,
} from '../pair-maps.ts';
import { compared, head, layer, over, pairId, runId } from '../spec-fields.ts';
import { MONO_FONT, TEXT_FONT, type FigureTheme } from '../theme.ts';
import { shownLabels, widestOf } from '../token-heatmap-layout.ts';
import { visibleText } from '../visible-text.ts';
import {
  type MapAxis,
  mapAxis,
  type Shown,
  shownValues,
  type Side,
  windowField,
  windowNote,
} from './map-axis.ts';

const schema = z
  .object({
    kind: z.literal('pair-lines'),
    runId,
    pairId,
    compared,
    layer,
    head,
    over,
    side: z.enum(['original', 'counterfactual']).default('counterfactual').describe('of which statement'),
    layout: z
      .enum(LINE_LAYOUTS)
      .default('lines')
      .describe('tokens left and right with lines between, or arcs beside one column'),
    view: z.enum(TOKEN_VIEWS).default('tokens').describe('over tokens or over words'),
    scale: z
      .enum(MAP_SCALES)
      .default('fixed')
      .describe('weights as they are, or as parts of the largest that is there'),
    hide: z
      .enum(HIDDEN_TOKENS)
      .default('nothing')
      .describe('tokens that are left out: special ones, or all attention sinks'),
    window: windowField,
  })
  .describe('the attention of one head on one statement as lines, by weight');

export interface PairLinesData {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly layer: number;
  readonly head: number;
  /** 'layer': the patterns are the mean over its heads. */
  readonly over?: MapsOver | undefined;
  readonly side: Side;
  readonly layout: LineLayout;
  readonly view: TokenView;
  /** 'fit': weights count as parts of the largest. */
  readonly scale?: MapScale | undefined;
  readonly hide?: Shown['hide'];
  readonly window?: Shown['window'];
  /** [n, n] row after row (query, key), of the whole statement. */
  readonly values: ArrayLike<number>;
  /** The token whose lines stand out, by its position in the statement. */
  readonly marked?: number | null;
}

export const pairLinesFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
} satisfies FigureDrawing<typeof schema, PairLinesData>;

/** Weights below it are no lines: of n tokens that are attended to alike there would be n squared. Fitted: below this part of the largest. */
export const LEAST_WEIGHT = 0.06;

const ROW = { high: 17, low: 12 } as const;
const FONT_SIZE = 11;
const MARGIN = 6;
const TOP = 22;
const BETWEEN = 96;
/** px: what is said above the arcs has room. */
const NARROWEST_ARCS = 88;
/** px: the arcs on both sides and the labels between them, in the narrowest column that they stand in. */
const ARCS_COLUMN = 224;
/** px: what is said above the lines, which letters alone would have no room for. */
const HEADINGS = 30;
const LONG = 30;

interface Line {
  readonly query: number;
  readonly key: number;
  /** Of the heaviest that there can be: 1, or, fitted, the largest of all. */
  readonly weight: number;
}

/** What is drawn: all weights, or, as arcs, those that a token gives others. [n, n], the others 0. */
function drawnWeights({ layout }: PairLinesData, values: ArrayLike<number>, n: number): ArrayLike<number> {
  if (layout === 'lines') return values;
  return Array.from(values, (weight, at) => (Math.floor(at / n) === at % n ? 0 : weight));
}

/** What a line of full weight is: 1, or, fitted, the largest weight that is drawn. */
function fullWeight(weights: ArrayLike<number>, scale: MapScale | undefined): number {
  if (scale !== 'fit') return 1;
  let largest = 0;
  for (let at = 0; at < weights.length; at++) largest = Math.max(largest, weights[at] ?? 0);
  return largest === 0 ? 1 : largest;
}

/** Whether there is a weight that is drawn. */
export function hasLines(data: PairLinesData): boolean {
  const axis = mapAxis(data.detail, data.side, data.view, data);
  const n = axis.labels.length;
  const weights = drawnWeights(data, shownValues(data.values, axis), n);
  return linesOf(weights, n, fullWeight(weights, data.scale)).length > 0;
}

function linesOf(weights: ArrayLike<number>, n: number, full: number): Line[] {
  const lines: Line[] = [];
  for (let query = 0; query < n; query++)
    for (let key = 0; key < n; key++) {
      const weight = (weights[query * n + key] ?? 0) / full;
      if (weight >= LEAST_WEIGHT) lines.push({ query, key, weight });
    }
  // The heaviest last, over the others.
  return lines.sort((a, b) => a.weight - b.weight);
}

function draw(data: PairLinesData, theme: FigureTheme): Figure {
  const { detail, side, layout } = data;
  const axis = mapAxis(detail, side, data.view, data);
  const values = shownValues(data.values, axis);
  const n = axis.labels.length;
  const shown = shownLabels(axis.labels, theme);
  const row = n > LONG ? ROW.low : ROW.high;
  const labels = Math.max(Math.ceil(widestOf(shown) * FONT_SIZE), layout === 'lines' ? HEADINGS : 0);
  const room = (ARCS_COLUMN - labels) / 2;
  const reach = layout === 'arcs' ? Math.max(NARROWEST_ARCS, Math.min(room, 18 + 7 * n)) : BETWEEN;
  const [left, right] =
    layout === 'lines'
      ? [MARGIN + labels + 6, MARGIN + labels + 6 + reach]
      : [MARGIN + reach + 4, MARGIN + reach + 4 + labels + 8];
  const width = layout === 'lines' ? right + 6 + labels + MARGIN : right + reach + 4 + MARGIN;
  const yOf = (token: number): number => TOP + (token + 0.5) * row;
  const marked = axis.places.findIndex((place) => place[side] === data.marked && data.marked != null);
  const isMarked = ({ query, key }: Line): boolean => query === marked || key === marked;
  const weights = drawnWeights(data, values, n);
  const full = fullWeight(weights, data.scale);
  const lines = linesOf(weights, n, full);
  const inOrder = [...lines.filter((line) => !isMarked(line)), ...lines.filter(isMarked)];
  const style = (line: Line): object => ({
    stroke: isMarked(line) ? theme.accent : theme.text,
    lineWidth: 0.5 + 3 * line.weight,
    opacity: isMarked(line) ? 0.95 : marked < 0 ? 0.15 + 0.65 * line.weight : 0.06 + 0.2 * line.weight,
    fill: 'none',
  });
  const texts = (x: number, align: 'left' | 'right' | 'center'): object[] =>
    shown.map((text, token) =>
      textAt(text, x, yOf(token), align, token === marked ? theme.accent : theme.muted, MONO_FONT),
    );
  const title = `Attention · ${detail.role === 'neutral' && side === 'counterfactual' ? 'neutral' : side}`;
  return {
    title: `${title} · ${patternsOf(detail, data)}`,
    width: Math.max(180, width),
    height: TOP + n * row + MARGIN,
    note: noteOf(data, axis, LEAST_WEIGHT * full),
    caption: captionOf(detail, data.source),
    option: {
      animation: false,
      graphic:
        layout === 'lines'
          ? [
              textAt('gives', left - 4, TOP / 2, 'right', theme.muted, TEXT_FONT),
              textAt('gets', right + 4, TOP / 2, 'left', theme.muted, TEXT_FONT),
              ...inOrder.map((line) => ({
                type: 'line',
                silent: true,
                shape: { x1: left, y1: yOf(line.query), x2: right, y2: yOf(line.key) },
                style: style(line),
              })),
              ...texts(left - 6, 'right'),
              ...texts(right + 6, 'left'),
            ]
          : [
              textAt('to what follows', left - 4, TOP / 2, 'right', theme.muted, TEXT_FONT),
              textAt('to what precedes', right + 4, TOP / 2, 'left', theme.muted, TEXT_FONT),
              ...inOrder.flatMap((line) => arcOf(line, { left, right, reach, n, yOf }, style(line))),
              ...texts((left + right) / 2, 'center'),
            ],
    },
    markAt: (_x, y) => {
      const token = Math.floor((y - TOP) / row);
      return token >= 0 && token < n ? { seriesIndex: 0, dataIndex: token } : null;
    },
    hint: (_series, token) => hintOf(token, values, axis.labels),
  };
}

/** From the query to the key: on the right to what precedes it, on the left to what follows. */
function arcOf(
  { query, key }: Line,
  place: {
    readonly left: number;
    readonly right: number;
    readonly reach: number;
    readonly n: number;
    readonly yOf: (token: number) => number;
  },
  style: object,
): object[] {
  const precedes = key < query;
  const x = precedes ? place.right : place.left;
  const bulge = 8 + (Math.abs(query - key) / Math.max(1, place.n - 1)) * (place.reach - 8) * (4 / 3);
  const outer = precedes ? x + bulge : x - bulge;
  return [
    {
      type: 'bezierCurve',
      silent: true,
      shape: {
        x1: x,
        y1: place.yOf(query),
        cpx1: outer,
        cpy1: place.yOf(query),
        cpx2: outer,
        cpy2: place.yOf(key),
        x2: x,
        y2: place.yOf(key),
      },
      style,
    },
  ];
}

function textAt(
  text: string,
  x: number,
  y: number,
  align: 'left' | 'right' | 'center',
  fill: string,
  fontFamily: string,
): object {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, align, verticalAlign: 'middle', fill, fontFamily, fontSize: FONT_SIZE },
  };
}

const MOST_NAMED = 4;

/** What a token gives most to. */
function hintOf(query: number, values: ArrayLike<number>, labels: readonly string[]): Hint | null {
  const label = labels[query];
  if (label === undefined) return null;
  const keys = labels
    .map((key, at) => ({ key, at, weight: values[query * labels.length + at] ?? 0 }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST_NAMED);
  return {
    title: `${visibleText(label)} gives to`,
    rows: keys.map(({ key, at, weight }) => ({
      label: `${at} ${visibleText(key)}`,
      value: formatValue(weight),
    })),
  };
}

function noteOf(
  { detail, layer, over, layout, side, view, window }: PairLinesData,
  axis: MapAxis,
  least: number,
): string {
  const { hidden } = axis;
  const part = windowNote(axis, { side, view, window });
  const notes = [
    ...(over === 'layer'
      ? [`Mean over the ${detail.heads[layer]?.length ?? 0} heads of layer ${layer}.`]
      : []),
    `Weights from ${least === LEAST_WEIGHT ? least : formatValue(least)} on; width and depth say how large.`,
    ...(layout === 'arcs' ? ['What a token gives itself has no arc.'] : []),
    ...(part === '' ? [] : [part]),
    ...(hidden.length === 0
      ? []
      : [
          `Hidden: ${hidden
            .slice(0, MOST_NAMED)
            .map(({ label }) => quotedToken(visibleText(label)))
            .join(', ')}${hidden.length > MOST_NAMED ? ` and ${hidden.length - MOST_NAMED} more` : ''}.`,
        ]),
  ];
  return notes.join(' ');
}

/** A line for each query and key, also for those that are too light to be drawn. */
function csv(data: PairLinesData): string {
  const axis = mapAxis(data.detail, data.side, data.view, data);
  const values = shownValues(data.values, axis);
  const { labels, indices } = axis;
  return csvText([
    ['query', 'query_token', 'key', 'key_token', 'weight'],
    ...labels.flatMap((query, i) =>
      labels.map((key, j) => [
        indices[i] ?? i,
        query,
        indices[j] ?? j,
        key,
        values[i * labels.length + j] ?? null,
      ]),
    ),
  ]);
}

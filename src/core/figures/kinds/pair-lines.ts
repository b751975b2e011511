/** The attention of one head, or of several of a layer over each other, on one statement as lines: tokens left and right, or arcs over one column of tokens. */
import { quotedToken } from '../token-labels.ts';
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { type Figure, formatValue, type Hint } from '../figure.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, patternsOf, sentencesOf } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import { givenBy, LEAST_WEIGHT, type Line, linesOf } from '../head-lines.ts';
import {
  colourOfHead,
  coloursInWords,
  type DrawnHead,
  type HeadOver,
  headsKey,
  headsOver,
  keyHeight,
  WEIGHT_COLUMN,
} from '../heads-over.ts';
import {
  HIDDEN_TOKENS,
  LINE_LAYOUTS,
  type LineLayout,
  MAP_SCALES,
  type MapScale,
  type MapsOver,
  MOST_HEADS_OVER,
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
    also: z
      .array(head)
      .max(MOST_HEADS_OVER - 1)
      .default([])
      .describe('other heads of the layer, drawn over it in colours of their own'),
    colours: z
      .array(
        z
          .int()
          .min(0)
          .max(MOST_HEADS_OVER - 1),
      )
      .max(MOST_HEADS_OVER)
      .default([])
      .describe(
        'which of the eight colours each head has, from 0, the open one first; in their order without it',
      ),
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
  /** Other heads of the layer over it. */
  readonly also?: readonly HeadOver[] | undefined;
  /** Of all heads that are drawn, the open one first; none: in their order. */
  readonly colours?: readonly number[] | undefined;
  /** The token whose lines stand out, by its position in the statement. */
  readonly marked?: number | null;
}

export const pairLinesFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
} satisfies FigureDrawing<typeof schema, PairLinesData>;

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

/** The heads that are drawn, with the weights of what is shown: [n, n] each. */
function drawnHeads(data: PairLinesData, axis: MapAxis): DrawnHead[] {
  const also = data.also ?? [];
  const drawn = { head: data.head, also: also.map(({ head }) => head), colours: data.colours ?? [] };
  return headsOver(drawn).map(({ head, colour }) => ({
    head,
    colour,
    values: shownValues([data, ...also].find((one) => one.head === head)?.values ?? [], axis),
  }));
}

/** Whether there is a weight that is drawn. */
export function hasLines(data: PairLinesData): boolean {
  const axis = mapAxis(data.detail, data.side, data.view, data);
  return linesOf(data, drawnHeads(data, axis), axis.labels.length).lines.length > 0;
}

function draw(data: PairLinesData, theme: FigureTheme): Figure {
  const { detail, side, layout } = data;
  const axis = mapAxis(detail, side, data.view, data);
  const heads = drawnHeads(data, axis);
  const isAlone = heads.length === 1;
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
  /** px: where the weights of the marked token stand, a column a head. */
  const beside = right + 6 + labels + MARGIN;
  const columns = isAlone ? 0 : heads.length * WEIGHT_COLUMN + MARGIN;
  const width = Math.max(180, layout === 'lines' ? beside + columns : right + reach + 4 + MARGIN);
  const key = { left: MARGIN, width: width - 2 * MARGIN };
  const top = TOP + keyHeight(heads, key.width);
  const yOf = (token: number): number => top + (token + 0.5) * row;
  /** Lines of several heads between the same tokens lie side by side. */
  const apart = Math.min(2, (0.6 * row) / heads.length);
  const yOfLine = (token: number, of: number): number => yOf(token) + (of - (heads.length - 1) / 2) * apart;
  const marked = axis.places.findIndex((place) => place[side] === data.marked && data.marked != null);
  const isMarked = (line: Line): boolean => line.query === marked || line.key === marked;
  const { lines, full } = linesOf(data, heads, n);
  const inOrder = [...lines.filter((line) => !isMarked(line)), ...lines.filter(isMarked)];
  const style = (line: Line): object => ({
    stroke: isAlone
      ? isMarked(line)
        ? theme.accent
        : theme.text
      : colourOfHead(heads[line.of]?.colour ?? 0, theme.name),
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
    title: `${title} · ${[patternsOf(detail, data), ...heads.slice(1).map((one) => `H${one.head}`)].join(', ')}`,
    width,
    height: top + n * row + MARGIN,
    note: noteOf(data, axis, LEAST_WEIGHT * full, isAlone ? '' : coloursInWords(heads, theme.name)),
    caption: captionOf(detail, data.source),
    option: {
      animation: false,
      graphic: [
        ...headsKey(heads, key, theme),
        ...(layout === 'lines'
          ? [
              textAt('gives', left - 4, top - TOP / 2, 'right', theme.muted, TEXT_FONT),
              textAt('gets', right + 4, top - TOP / 2, 'left', theme.muted, TEXT_FONT),
              ...inOrder.map((line) => ({
                type: 'line',
                silent: true,
                shape: {
                  x1: left,
                  y1: yOfLine(line.query, line.of),
                  x2: right,
                  y2: yOfLine(line.key, line.of),
                },
                style: style(line),
              })),
              ...texts(left - 6, 'right'),
              ...texts(right + 6, 'left'),
              ...(isAlone || marked < 0 ? [] : givenBy(heads, marked, n, full, { left: beside, yOf }, theme)),
            ]
          : [
              textAt('to what follows', left - 4, top - TOP / 2, 'right', theme.muted, TEXT_FONT),
              textAt('to what precedes', right + 4, top - TOP / 2, 'left', theme.muted, TEXT_FONT),
              ...inOrder.flatMap((line) =>
                arcOf(line, { left, right, reach, n, yOf: (token) => yOfLine(token, line.of) }, style(line)),
              ),
              ...texts((left + right) / 2, 'center'),
            ]),
      ],
    },
    markAt: (_x, y) => {
      const token = Math.floor((y - top) / row);
      return token >= 0 && token < n ? { seriesIndex: 0, dataIndex: token } : null;
    },
    hint: (_series, token) => hintOf(token, heads, axis.labels),
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
/** Of each of several heads. */
const MOST_NAMED_EACH = 2;

/** What a token gives most to, by each head. */
function hintOf(query: number, heads: readonly HeadOver[], labels: readonly string[]): Hint | null {
  const label = labels[query];
  if (label === undefined) return null;
  const isAlone = heads.length === 1;
  return {
    title: `${visibleText(label)} gives to`,
    rows: heads.flatMap(({ head: number, values }) =>
      labels
        .map((key, at) => ({ key, at, weight: values[query * labels.length + at] ?? 0 }))
        .toSorted((a, b) => b.weight - a.weight)
        .slice(0, isAlone ? MOST_NAMED : MOST_NAMED_EACH)
        .map(({ key, at, weight }) => ({
          label: `${isAlone ? '' : `H${number}: `}${at} ${visibleText(key)}`,
          value: formatValue(weight),
        })),
    ),
  };
}

function noteOf(
  { detail, layer, over, layout, side, view, window }: PairLinesData,
  axis: MapAxis,
  least: number,
  colours: string,
): string {
  const { hidden } = axis;
  const part = windowNote(axis, { side, view, window });
  const notes = [
    ...(over === 'layer'
      ? [`Mean over the ${detail.heads[layer]?.length ?? 0} heads of layer ${layer}.`]
      : []),
    ...(colours === '' ? [] : [`Heads of layer ${layer} over each other: ${colours}.`]),
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

/** A line for each query and key, also for those that are too light to be drawn; of several heads, of each. */
function csv(data: PairLinesData): string {
  const axis = mapAxis(data.detail, data.side, data.view, data);
  const heads = drawnHeads(data, axis);
  const { labels, indices } = axis;
  const isAlone = heads.length === 1;
  return csvText([
    [...(isAlone ? [] : ['head']), 'query', 'query_token', 'key', 'key_token', 'weight'],
    ...heads.flatMap(({ head: number, values }) =>
      labels.flatMap((query, i) =>
        labels.map((key, j) => [
          ...(isAlone ? [] : [number]),
          indices[i] ?? i,
          query,
          indices[j] ?? j,
          key,
          values[i * labels.length + j] ?? null,
        ]),
      ),
    ),
  ]);
}

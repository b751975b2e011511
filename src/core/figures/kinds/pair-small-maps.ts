/** The attention of all heads on one pair: a small map for each, layers downward from 0, and the mean of each layer before them. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import { blockMaxima, blockOf } from '../block-maxima.ts';
import { type ColourScale, COLOUR_BAR_HEIGHT, colourBar, fittedDomain } from '../colour-scale.ts';
import { type Figure, formatBound, formatValue, type Hint } from '../figure.ts';
import type { FigureDrawing } from '../figure-drawing.ts';
import { captionOf, type FigurePair, headsWords, sentencesOf } from '../figure-pair.ts';
import type { FigureSource } from '../figure.ts';
import { FORBIDDEN_WORDS } from '../forbidden-cells.ts';
import { tilesImage } from '../tiles-image.ts';
import {
  MAP_SCALES,
  type MapScale,
  SMALL_MAP_CELLS,
  SMALL_MAPS,
  type SmallMap,
  TOKEN_VIEWS,
  type TokenView,
} from '../pair-maps.ts';
import { thumbnailBlocks, widthOfBlocks } from '../pattern-thumbnails.ts';
import { compared, pairId, plotPixels, runId } from '../spec-fields.ts';
import { smallLabel } from '../small-label.ts';
import type { FigureTheme } from '../theme.ts';
import { aroundWords, TOKEN_QUANTITIES } from '../token-heatmap.ts';
import { visibleText } from '../visible-text.ts';
import { mapAxis, type MapAxis } from './map-axis.ts';

const schema = z
  .object({
    kind: z.literal('pair-small-maps'),
    runId,
    pairId,
    compared,
    map: z.enum(SMALL_MAPS).default('difference').describe('which map every head has'),
    view: z.enum(TOKEN_VIEWS).default('tokens').describe('over tokens or over words'),
    scale: z
      .enum(MAP_SCALES)
      .default('fixed')
      .describe('colours over the whole domain, or spread over the values that are there'),
    most: z
      .int()
      .min(SMALL_MAP_CELLS.least)
      .max(SMALL_MAP_CELLS.most)
      .optional()
      .describe(
        'rows and columns of a map at most: of a longer text each stands for a block; without it as many as can be told apart',
      ),
    width: plotPixels.default(900).describe('px that all maps together may be wide'),
    height: plotPixels.default(700).describe('px that all maps together may be high'),
  })
  .describe('the attention of all heads on one pair, a small map for each, and the mean of each layer');

/** Maps of all heads, as small as they are drawn or larger. */
export interface SmallMapValues {
  readonly layers: number;
  readonly heads: number;
  /** Rows, and columns, of each. */
  readonly side: number;
  /** [layers, heads, side, side] (query, key); NaN where there is no weight */
  readonly maps: Float32Array;
  /** [layers, side, side] */
  readonly means: Float32Array;
}

export interface SmallMapsData extends SmallMapsPlace {
  readonly source: FigureSource;
  readonly detail: FigurePair;
  readonly map: SmallMap;
  readonly view: TokenView;
  readonly scale: MapScale;
  readonly values: SmallMapValues;
}

interface SmallMapsPlace {
  /** px that there are for all maps. */
  readonly width: number;
  readonly height: number;
}

export const pairSmallMapsFigure = {
  schema,
  draw,
  csv,
  sentences: ({ detail }) => sentencesOf(detail),
} satisfies FigureDrawing<typeof schema, SmallMapsData>;

/** A small map: of a head, or, with `head` null, of the mean over the heads of its layer. */
export interface SmallMapAt {
  readonly layer: number;
  readonly head: number | null;
}

/** px between the means and the heads. */
const MEANS_GAP = 10;
const BELOW = 8;
/** px of the image for each of the figure. */
const SHARP = 2;

export interface SmallMapsLayout {
  /** px of a side of one. */
  readonly size: number;
  /** Layers of a block. */
  readonly rows: number;
  readonly width: number;
  readonly height: number;
  /** px of its top left corner. */
  placeOf(at: SmallMapAt): { readonly left: number; readonly top: number };
  /** The map at a point, and the point within it, 0 to 1; null beside the maps. */
  at(x: number, y: number): (SmallMapAt & { readonly x: number; readonly y: number }) | null;
}

/** Where each of layers x heads small maps is, the mean of its layer before them; many layers stand in blocks side by side. */
export function smallMapsLayout(
  { layers, heads }: Pick<SmallMapValues, 'layers' | 'heads'>,
  { width, height }: SmallMapsPlace,
): SmallMapsLayout {
  const blocks = thumbnailBlocks(
    { layers, columns: heads + 1 },
    { width, height: height - BELOW - COLOUR_BAR_HEIGHT },
    MEANS_GAP,
  );
  const { rows, grid, pitch: blockPitch } = blocks;
  const { plot, pitch, size } = grid;
  const placeOf = ({ layer, head }: SmallMapAt) => ({
    left:
      Math.floor(layer / rows) * blockPitch +
      plot.left +
      (head === null ? 0 : MEANS_GAP + (head + 1) * pitch),
    top: plot.top + (layer % rows) * pitch,
  });
  const headAt = (x: number): number | null | undefined => {
    if (x >= 0 && x < size) return null;
    const head = Math.floor((x - MEANS_GAP - pitch) / pitch);
    return head >= 0 && head < heads ? head : undefined;
  };
  return {
    size,
    rows,
    width: widthOfBlocks(blocks),
    height: grid.height + BELOW + COLOUR_BAR_HEIGHT,
    placeOf,
    at: (x, y) => {
      const block = Math.floor(x / blockPitch);
      const row = Math.floor((y - plot.top) / pitch);
      const layer = block * rows + row;
      const head = headAt(x - block * blockPitch - plot.left);
      if (head === undefined || row < 0 || row >= rows || layer < 0 || layer >= layers) return null;
      const { left, top } = placeOf({ layer, head });
      const within = { x: (x - left) / size, y: (y - top) / size };
      return within.x < 1 && within.y < 1 ? { layer, head, ...within } : null;
    },
  };
}

/** px of a cell: of a single one that is to be told from its neighbours, and of a block of a text that is too long for that. */
const CELL_SEEN = { single: 2, block: 4 } as const;

/**
 * Rows, and columns, of each small map at most, so that one cell far from 0 is seen: of a text whose cells would be smaller
 * than that, blocks of cells, each with its value farthest from 0.
 * @param tokens rows of the whole map
 * @param size px of a side of a small map
 */
export function smallMapCells(tokens: number, size: number): number {
  const { least, most } = SMALL_MAP_CELLS;
  if (tokens * CELL_SEEN.single <= size) return Math.min(most, Math.max(least, tokens));
  return Math.min(most, Math.max(least, Math.floor(size / CELL_SEEN.block)));
}

/** 'L5 H3', 'L5, mean of 12 heads' */
export function smallMapName({ layer, head }: SmallMapAt, heads: number): string {
  return head === null ? `L${layer}, mean of ${headsWords(heads)}` : `L${layer} H${head}`;
}

/** The values of one map, [side, side]; a view, not a copy. */
export function smallMapOf(
  { heads, side, maps, means }: SmallMapValues,
  { layer, head }: SmallMapAt,
): Float32Array {
  const cells = side * side;
  if (head === null) return means.subarray(layer * cells, (layer + 1) * cells);
  const at = (layer * heads + head) * cells;
  return maps.subarray(at, at + cells);
}

/** The value farthest from 0; NaN where a map has none. */
export function farthestOf(values: ArrayLike<number>): number {
  let farthest = Number.NaN;
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? Number.NaN;
    if (Number.isNaN(farthest) || Math.abs(value) > Math.abs(farthest)) farthest = value;
  }
  return farthest;
}

const WORDS = { difference: 'Difference', original: 'Original', counterfactual: 'Counterfactual' } as const;

/** 'Original', 'Neutral' */
export function smallMapWords(map: SmallMap, role: FigurePair['role']): string {
  return role === 'neutral' && map === 'counterfactual' ? 'Neutral' : WORDS[map];
}

function draw(data: SmallMapsData, theme: FigureTheme): Figure {
  const { detail, values, map } = data;
  const { layers, heads, side } = values;
  const layout = smallMapsLayout(values, data);
  const axis = axisOf(data);
  const scale = scaleOf(data);
  const pixels = layout.size * SHARP;
  const all = [...allMaps(values)];
  const image = tilesImage(
    all.map((at) => {
      const { left, top } = layout.placeOf(at);
      const own = smallMapOf(values, at);
      return {
        left: Math.round(left * SHARP),
        top: Math.round(top * SHARP),
        values: side === pixels ? own : blockMaxima(own, side, pixels),
      };
    }),
    {
      width: layout.width * SHARP,
      height: layout.height * SHARP,
      side: pixels,
      scale,
      theme,
      mirrored: axis.mirrored,
    },
  );
  const markOf = (at: SmallMapAt, cell: number): number =>
    (at.layer * (heads + 1) + (at.head ?? -1) + 1) * side * side + cell;
  return {
    title: `Attention of all heads · ${smallMapWords(map, detail.role).toLowerCase()}`,
    width: layout.width,
    height: layout.height,
    note: noteOf(data, axis),
    caption: captionOf(detail, data.source),
    option: {
      animation: false,
      graphic: [
        {
          type: 'image',
          silent: true,
          style: { image, x: 0, y: 0, width: layout.width, height: layout.height },
        },
        ...labels(layout, layers, heads, theme),
        ...colourBar(
          scale,
          {
            left: layout.placeOf({ layer: 0, head: null }).left,
            top: layout.height - COLOUR_BAR_HEIGHT,
            width: Math.min(240, layout.width - layout.placeOf({ layer: 0, head: null }).left),
          },
          theme,
        ),
      ],
    },
    markAt: (x, y) => {
      const at = layout.at(x, y);
      if (at === null) return null;
      const column = axis.mirrored ? 1 - Number.EPSILON - at.x : at.x;
      const cell = Math.floor(at.y * side) * side + Math.floor(column * side);
      return { seriesIndex: 0, dataIndex: markOf(at, cell) };
    },
    hint: (_series, mark) => hintOf(data, axis, mark),
  };
}

/** The map that a mark of the figure is in. */
export function smallMapOfMark(
  { heads, side }: Pick<SmallMapValues, 'heads' | 'side'>,
  mark: number,
): SmallMapAt {
  const at = Math.floor(mark / (side * side));
  const column = at % (heads + 1);
  return { layer: Math.floor(at / (heads + 1)), head: column === 0 ? null : column - 1 };
}

function* allMaps({ layers, heads }: SmallMapValues): Generator<SmallMapAt> {
  for (let layer = 0; layer < layers; layer++) {
    yield { layer, head: null };
    for (let head = 0; head < heads; head++) yield { layer, head };
  }
}

function axisOf({ detail, map, view }: SmallMapsData): MapAxis {
  return mapAxis(detail, map === 'difference' ? 'both' : map, view);
}

function quantityOf(map: SmallMap): 'difference' | 'attention' {
  return map === 'difference' ? 'difference' : 'attention';
}

/** One for all heads, so that they compare. */
function scaleOf({ map, scale, values }: SmallMapsData): ColourScale {
  const { kind, domain, unit } = TOKEN_QUANTITIES[quantityOf(map)];
  return { kind, unit, domain: scale === 'fit' ? fittedDomain(values.maps, kind) : domain };
}

/** The tokens that a row or a column stands for: '3 never', or '12 to 19' of a long text. */
function tokensOf(axis: MapAxis, place: number, side: number): string {
  const [first, end] = blockOf(place, side, axis.of);
  const named = (at: number): string => {
    const { original = null, counterfactual = null } = axis.places[at] ?? {};
    return `${counterfactual ?? original ?? at} ${visibleText(axis.labels[at] ?? '')}`;
  };
  return end - first === 1
    ? `${named(first)}${aroundWords(axis.around[first])}`
    : `${named(first)} to ${named(end - 1)}`;
}

function hintOf(data: SmallMapsData, axis: MapAxis, mark: number): Hint {
  const { side, heads } = data.values;
  const at = smallMapOfMark(data.values, mark);
  const cell = mark % (side * side);
  const own = smallMapOf(data.values, at);
  const quantity = data.map === 'difference' ? 'difference' : 'attention';
  const value = own[cell] ?? Number.NaN;
  return {
    title: smallMapName(at, heads),
    rows: [
      { label: 'from', value: tokensOf(axis, Math.floor(cell / side), side) },
      { label: 'to', value: tokensOf(axis, cell % side, side) },
      {
        label: quantity,
        value: Number.isNaN(value)
          ? data.map === 'difference' && !data.detail.causal
            ? 'none: no statement has both'
            : data.detail.causal
              ? FORBIDDEN_WORDS
              : 'none'
          : formatValue(value),
      },
      { label: 'largest of the map', value: formatValue(farthestOf(own)) },
    ],
  };
}

function noteOf({ values, detail, map }: SmallMapsData, axis: MapAxis): string {
  const notes = [
    `Each map: queries downward, keys across; one scale for all. First column: the mean over the ${values.heads} heads of each layer, cell by cell.`,
  ];
  const block = axis.of / values.side;
  if (block > 1)
    notes.push(
      `Each dot stands for about ${formatBound(Number(block.toPrecision(2)))} × ${formatBound(Number(block.toPrecision(2)))} cells and has the value farthest from 0.`,
    );
  if (map === 'difference' && axis.apart > 0)
    notes.push('Tokens without a counterpart come last, below and at the end of each row.');
  if (detail.causal) notes.push(`Blank: ${FORBIDDEN_WORDS}.`);
  return notes.join(' ');
}

function labels(layout: SmallMapsLayout, layers: number, heads: number, theme: FigureTheme): object[] {
  const middle = layout.size / 2;
  const heading = (layer: number, head: number | null, words: string): object => {
    const { left, top } = layout.placeOf({ layer, head });
    return smallLabel(words, { x: left + middle, y: top / 2, align: 'center' }, theme);
  };
  return Array.from({ length: layers }, (_, layer) => {
    const { left, top } = layout.placeOf({ layer, head: null });
    const isFirst = layer % layout.rows === 0;
    return [
      ...(isFirst ? [heading(layer, null, 'mean')] : []),
      ...(isFirst ? Array.from({ length: heads }, (_, head) => heading(layer, head, `${head}`)) : []),
      smallLabel(`L${layer}`, { x: left - 34, y: top + middle, align: 'left' }, theme),
    ];
  }).flat();
}

/** A line for each cell that has a value; of a long text a cell is a block, from its first token to its last. */
function csv(data: SmallMapsData): string {
  const { values } = data;
  const { side } = values;
  const axis = axisOf(data);
  const lines: (string | number)[][] = [];
  for (const at of allMaps(values))
    smallMapOf(values, at).forEach((value, cell) => {
      if (Number.isNaN(value)) return;
      const [query, queryEnd] = blockOf(Math.floor(cell / side), side, axis.of);
      const [key, keyEnd] = blockOf(cell % side, side, axis.of);
      lines.push([
        at.layer,
        at.head ?? 'mean',
        query,
        queryEnd - 1,
        axis.labels[query] ?? '',
        key,
        keyEnd - 1,
        axis.labels[key] ?? '',
        value,
      ]);
    });
  return csvText([
    ['layer', 'head', 'query', 'query_last', 'query_token', 'key', 'key_last', 'key_token', 'value'],
    ...lines,
  ]);
}

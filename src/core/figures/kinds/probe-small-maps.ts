/** The attention of all heads on one input: a small map for each, layers downward from 0, heads to the right; many layers in blocks side by side. */
import { csvText } from '../../csv.ts';
import { surroundings } from '../../pairs/surroundings.ts';
import { blockMaxima, blockOf } from '../block-maxima.ts';
import { COLOUR_BAR_HEIGHT, colourBar } from '../colour-scale.ts';
import { type Figure, formatValue, type Hint } from '../figure.ts';
import { FORBIDDEN_WORDS, forbiddenPath, withoutForbidden } from '../forbidden-cells.ts';
import {
  patternOf,
  type PatternStack,
  thumbnailBlocks,
  type ThumbnailLayout,
  widthOfBlocks,
} from '../pattern-thumbnails.ts';
import { probedFigure } from '../probed-figure.ts';
import { captionOfProbe, type ProbedSource } from '../probed-input.ts';
import { gridLabels } from '../small-label.ts';
import { plotPixels } from '../spec-fields.ts';
import { textRunsFromRight } from '../text-direction.ts';
import type { FigureTheme } from '../theme.ts';
import { tilesImage } from '../tiles-image.ts';
import { aroundWords, TOKEN_QUANTITIES } from '../token-heatmap.ts';
import { visibleText } from '../visible-text.ts';
import { farthestOf } from './pair-small-maps.ts';

interface Place {
  /** px that there are for all maps. */
  readonly width: number;
  readonly height: number;
}

/** The maps of all heads, as large as they are drawn or smaller. */
interface ProbeMaps {
  readonly layers: number;
  readonly heads: number;
  /** Rows, and columns, of each. */
  readonly side: number;
  /** [layers, heads, side, side] (query, key); NaN where the mask of a decoder forbids all of a block */
  readonly maps: Float32Array;
}

export interface ProbeSmallMapsData extends Place {
  readonly source: ProbedSource;
  readonly values: ProbeMaps;
}

export const probeSmallMapsFigure = probedFigure({
  kind: 'probe-small-maps',
  says: 'the attention of all heads of a model on one input, a small map for each',
  fields: {
    width: plotPixels.default(900).describe('px that all maps together may be wide'),
    height: plotPixels.default(700).describe('px that all maps together may be high'),
  },
  draw,
  csv,
});

const BELOW = 8;
const BAR_WIDTH = 240;
/** px of the image for each of the figure. */
const SHARP = 2;

interface Layout extends ThumbnailLayout {
  /** Layers of a block, and px from one block to the next. */
  readonly rows: number;
  readonly blockPitch: number;
  readonly barTop: number;
}

/** Where the maps are, px; many layers stand in blocks side by side. */
export function probeSmallMapsLayout(
  { layers, heads }: Pick<ProbeMaps, 'layers' | 'heads'>,
  { width, height }: Place,
): Layout {
  const blocks = thumbnailBlocks(
    { layers, columns: heads },
    { width, height: height - BELOW - COLOUR_BAR_HEIGHT },
  );
  const { rows, grid, pitch: blockPitch } = blocks;
  const barTop = grid.height + BELOW;
  return {
    ...grid,
    rows,
    blockPitch,
    width: widthOfBlocks(blocks),
    barTop,
    height: barTop + COLOUR_BAR_HEIGHT,
  };
}

/** As many cells as there are px: of a longer text each is a block, and has the largest of its weights. */
export function probeMaps(stack: PatternStack, place: Place): ProbeMaps {
  const { layers, heads, n, causal } = stack;
  const side = Math.min(n, probeSmallMapsLayout(stack, place).size);
  const maps = new Float32Array(layers * heads * side * side);
  for (let layer = 0; layer < layers; layer++)
    for (let head = 0; head < heads; head++) {
      const pattern = patternOf(stack, layer, head);
      const allowed = causal ? withoutForbidden(pattern, n) : pattern;
      maps.set(side === n ? allowed : blockMaxima(allowed, n, side), (layer * heads + head) * side * side);
    }
  return { layers, heads, side, maps };
}

function mapOf({ heads, side, maps }: ProbeMaps, layer: number, head: number): Float32Array {
  const cells = side * side;
  const begin = (layer * heads + head) * cells;
  return maps.subarray(begin, begin + cells);
}

function isMirrored({ tokens }: ProbedSource): boolean {
  return textRunsFromRight(
    tokens.map(({ text }) => text),
    surroundings(tokens),
  );
}

function draw(data: ProbeSmallMapsData, theme: FigureTheme): Figure {
  const { source, values } = data;
  const { layers, heads, side } = values;
  const layout = probeSmallMapsLayout(values, data);
  const { kind, domain, unit } = TOKEN_QUANTITIES.attention;
  const scale = { kind, domain, unit };
  const pixels = layout.size * SHARP;
  const places = Array.from({ length: layers * heads }, (_, at): [number, number] => [
    Math.floor(at / heads),
    at % heads,
  ]);
  const image = tilesImage(
    places.map(([layer, head]) => {
      const own = mapOf(values, layer, head);
      return {
        left:
          (Math.floor(layer / layout.rows) * layout.blockPitch + layout.plot.left + head * layout.pitch) *
          SHARP,
        top: (layout.plot.top + (layer % layout.rows) * layout.pitch) * SHARP,
        values: side === pixels ? own : blockMaxima(own, side, pixels),
      };
    }),
    {
      width: layout.width * SHARP,
      height: (layout.barTop - BELOW) * SHARP,
      side: pixels,
      scale,
      theme,
      mirrored: isMirrored(source),
    },
  );
  return {
    title: 'Attention of all heads',
    width: layout.width,
    height: layout.height,
    note: noteOf(data),
    caption: captionOfProbe(source),
    option: {
      animation: false,
      graphic: [
        {
          type: 'image',
          silent: true,
          style: { image, x: 0, y: 0, width: layout.width, height: layout.barTop - BELOW },
        },
        ...blockLabels(values, layout, theme),
        ...colourBar(
          scale,
          {
            left: layout.plot.left,
            top: layout.barTop,
            width: Math.min(BAR_WIDTH, layout.width - layout.plot.left),
          },
          theme,
        ),
      ],
    },
    hint: (_series, mark) => {
      const [layer = 0, head = 0] = places[mark] ?? [];
      const largest = farthestOf(mapOf(values, layer, head));
      return {
        title: `L${layer} H${head}`,
        rows: [{ label: 'largest', value: formatValue(largest) }],
      };
    },
  };
}

/** Each block has the heads above it and its layers beside it. */
function blockLabels({ layers, heads }: ProbeMaps, layout: Layout, theme: FigureTheme): object[] {
  const { rows, blockPitch } = layout;
  return Array.from({ length: Math.ceil(layers / rows) }, (_, block) => {
    const from = block * rows;
    const own = { layers: Math.min(rows, layers - from), heads };
    return gridLabels(own, layout, theme, { from, left: block * blockPitch });
  }).flat();
}

/** What is said of a point of a head's map. @param x, y from 0 to 1 across the map */
export function probeSmallMapHint(
  { source, values, ...place }: ProbeSmallMapsData,
  at: { readonly layer: number; readonly head: number; readonly x: number; readonly y: number },
): Hint {
  const { side } = values;
  const mirrored = isMirrored(source);
  const cellAt = (along: number): number => Math.min(side - 1, Math.max(0, Math.floor(along * side)));
  const query = cellAt(at.y);
  const key = mirrored ? side - 1 - cellAt(at.x) : cellAt(at.x);
  const value = mapOf(values, at.layer, at.head)[query * side + key] ?? Number.NaN;
  const title = `L${at.layer} H${at.head}`;
  const ends = [
    { label: 'from', value: tokensOf(source, query, side) },
    { label: 'to', value: tokensOf(source, key, side) },
  ];
  if (!Number.isNaN(value))
    return { title, rows: [...ends, { label: 'attention', value: formatValue(value) }] };
  const { size } = probeSmallMapsLayout(values, place);
  const n = source.tokens.length;
  return {
    title: `${title}: ${FORBIDDEN_WORDS}`,
    rows: ends,
    hatch: forbiddenPath(n, { left: 0, top: 0, cell: size / n, mirrored }),
  };
}

/** '3 never', or '12 The to 19 end' where a cell is a block of a long text. */
function tokensOf({ tokens }: ProbedSource, place: number, side: number): string {
  const [first, end] = blockOf(place, side, tokens.length);
  const named = (at: number): string => `${at} ${visibleText(tokens[at]?.text ?? '')}`;
  return end - first === 1
    ? `${named(first)}${aroundWords(surroundings(tokens)[first])}`
    : `${named(first)} to ${named(end - 1)}`;
}

function noteOf({ source, values }: ProbeSmallMapsData): string {
  const notes = ['Each map: queries downward, keys across; one scale for all.'];
  if (source.tokens.length > values.side)
    notes.push('Each dot has the largest of the weights that it stands for.');
  if (source.causal) notes.push(`Blank: ${FORBIDDEN_WORDS}.`);
  return notes.join(' ');
}

/** A line for each cell that has a value; of a long text a cell is a block, from its first token to its last. */
function csv({ source, values }: ProbeSmallMapsData): string {
  const { layers, heads, side } = values;
  const { tokens } = source;
  const lines: (string | number)[][] = [];
  for (let layer = 0; layer < layers; layer++)
    for (let head = 0; head < heads; head++)
      mapOf(values, layer, head).forEach((value, cell) => {
        if (Number.isNaN(value)) return;
        const [query, queryEnd] = blockOf(Math.floor(cell / side), side, tokens.length);
        const [key, keyEnd] = blockOf(cell % side, side, tokens.length);
        lines.push([
          layer,
          head,
          query,
          queryEnd - 1,
          tokens[query]?.text ?? '',
          key,
          keyEnd - 1,
          tokens[key]?.text ?? '',
          value,
        ]);
      });
  return csvText([
    ['layer', 'head', 'query', 'query_last', 'query_token', 'key', 'key_last', 'key_token', 'value'],
    ...lines,
  ]);
}

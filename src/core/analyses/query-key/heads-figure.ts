/** All heads that were laid out, each as a small plane with its queries and keys: layers downward from 0, heads to the right. */
import { z } from 'zod';
import { csvText } from '../../csv.ts';
import type { FigureDrawing } from '../../figures/figure-drawing.ts';
import { type Figure, formatValue } from '../../figures/figure.ts';
import { paletteImage } from '../../figures/palette-image.ts';
import { fitted, placeOf } from '../../figures/point-cloud.ts';
import { rgbOf } from '../../figures/shades.ts';
import { gridLabels } from '../../figures/small-label.ts';
import { analysisId, plotPixels } from '../../figures/spec-fields.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import type { NamedTensors } from '../named-tensor.ts';
import { captionOfQueryKey, type QueryKeySource } from './caption.ts';
import { pointLines, POINT_COLUMNS } from './point-lines.ts';
import { laidOutHeads, sampledTokens } from './points.ts';
import { queryKeyTensor } from './result.ts';

const schema = z
  .object({
    kind: z.literal('query-key-heads'),
    analysisId,
    width: plotPixels.default(640).describe('px that all heads together may be wide'),
  })
  .describe('queries and keys of all heads as points, a small plane for each');

export interface QueryKeyHeadsData {
  readonly source: QueryKeySource;
  readonly result: NamedTensors;
  /** px */
  readonly width: number;
}

export const queryKeyHeads = { schema, draw, csv } satisfies FigureDrawing<typeof schema, QueryKeyHeadsData>;

const GAP = 3;
const PLOT = { left: 26, top: 16 } as const;
const SIDE = { smallest: 14, largest: 72 } as const;
/** px within a plane that its points keep from the edges. */
const INSET = 1;
/** px that a fitted cloud keeps free at each side. */
const FITTED_INSET = 12;
/** px of the image for each of the figure, and of it for a point's sides. */
const SHARP = 2;
const POINT = 2;
/** Points of a plane: more would lie upon each other. */
const MOST_POINTS = 700;
/** How much a point covers. */
const OPACITY = 0.6;
/** Points upon each other of which the colour is still told. */
const MOST_UPON = 4;

/** Where the planes are, px. */
export function queryKeyHeadsLayout(heads: number, width: number) {
  const room = Math.floor((width - PLOT.left - GAP * heads) / Math.max(1, heads));
  const size = Math.max(SIDE.smallest, Math.min(SIDE.largest, room));
  return { plot: PLOT, size, gap: GAP, pitch: size + GAP };
}

/** Layers and heads of the model. */
export function countsOf(result: NamedTensors): { readonly layers: number; readonly heads: number } {
  const [layers = 0, heads = 0] = queryKeyTensor(result, 'c_norm').shape;
  return { layers, heads };
}

function draw({ source, result, width: room }: QueryKeyHeadsData, theme: FigureTheme): Figure {
  const counts = countsOf(result);
  const layout = queryKeyHeadsLayout(counts.heads, room);
  const width = PLOT.left + counts.heads * layout.pitch;
  const height = PLOT.top + counts.layers * layout.pitch;
  const laidOut = laidOutHeads(result);
  const byPlace = new Map(laidOut.map((one) => [one.layer * counts.heads + one.head, one]));
  const image = paletteImage({
    width: width * SHARP,
    height: height * SHARP,
    data: pixelsOf(laidOut, counts, layout, { width, height }),
    palette: paletteOf(theme),
  });
  return {
    title: 'Queries and keys of all heads',
    width,
    height,
    note: 'Queries blue, keys amber; each plane is fitted to its own points.',
    caption: captionOfQueryKey(source, result),
    option: {
      animation: false,
      graphic: [
        { type: 'image', silent: true, style: { image, x: 0, y: 0, width, height } },
        ...gridLabels(counts, layout, theme),
      ],
    },
    hint: (_series, mark) => {
      const one = byPlace.get(mark);
      const said = (spearman: number | null) => formatValue(spearman === null ? null : -spearman);
      return {
        title: `L${Math.floor(mark / counts.heads)} H${mark % counts.heads}`,
        rows:
          one === undefined
            ? [{ label: 'not laid out', value: '' }]
            : [
                { label: 'c', value: formatValue(one.scale) },
                { label: 'rank correlation', value: said(one.spearmanAfter) },
                { label: 'before the layout', value: said(one.spearmanBefore) },
              ],
      };
    },
  };
}

type Layout = ReturnType<typeof queryKeyHeadsLayout>;
const BETWEEN = (MOST_UPON + 1) ** 2;

/** What colour a pixel has: how many keys lie there, and how many queries above them. */
function placeInPalette(keys: number, queries: number): number {
  return Math.min(MOST_UPON, keys) * (MOST_UPON + 1) + Math.min(MOST_UPON, queries);
}

function paletteOf(theme: FigureTheme): [number, number, number][] {
  const over = (ground: readonly number[], colour: string, times: number): number[] => {
    const through = (1 - OPACITY) ** times;
    return rgbOf(colour).map((channel, at) => through * (ground[at] ?? 0) + (1 - through) * channel);
  };
  const colours: [number, number, number][] = [];
  for (let keys = 0; keys <= MOST_UPON; keys++)
    for (let queries = 0; queries <= MOST_UPON; queries++) {
      const ofKeys = over(rgbOf(theme.soft), theme.amber, keys);
      const [red = 0, green = 0, blue = 0] = over(ofKeys, theme.accent, queries).map(Math.round);
      colours.push([red, green, blue]);
    }
  return [...colours, [...rgbOf(theme.background)]];
}

function pixelsOf(
  laidOut: ReturnType<typeof laidOutHeads>,
  { layers, heads }: { readonly layers: number; readonly heads: number },
  { plot, pitch, size }: Layout,
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const across = width * SHARP;
  const data = new Uint8Array(across * height * SHARP).fill(BETWEEN);
  const side = size * SHARP;
  const cornerOf = (layer: number, head: number) =>
    (plot.top + layer * pitch) * SHARP * across + (plot.left + head * pitch) * SHARP;
  for (let layer = 0; layer < layers; layer++)
    for (let head = 0; head < heads; head++)
      for (let row = 0; row < side; row++) {
        const begin = cornerOf(layer, head) + row * across;
        data.fill(placeInPalette(0, 0), begin, begin + side);
      }
  for (const { layer, head, points } of laidOut) {
    const counts = countsOfPixels(points, size);
    const corner = cornerOf(layer, head);
    for (let at = 0; at < side * side; at++)
      data[corner + Math.floor(at / side) * across + (at % side)] = placeInPalette(
        counts.keys[at] ?? 0,
        counts.queries[at] ?? 0,
      );
  }
  return data;
}

/** Of a plane of `size` px how many points lie on each of its pixels, row after row. @param points [2T, 2] queries, then keys */
function countsOfPixels(points: Float32Array, size: number) {
  const side = size * SHARP;
  const queries = new Uint16Array(side * side);
  const keys = new Uint16Array(side * side);
  const room = size + 2 * (FITTED_INSET - INSET);
  const view = fitted(points, { width: room, height: room });
  const count = points.length / 2;
  const every = Math.max(1, Math.ceil(count / MOST_POINTS));
  const most = side - POINT;
  for (const [from, to, counts] of [
    [0, count / 2, queries],
    [count / 2, count, keys],
  ] as const)
    for (let point = from; point < to; point += every) {
      const [x, y] = placeOf(points, point, view).map((along) =>
        Math.min(most, Math.max(0, Math.round((along - FITTED_INSET + INSET) * SHARP - POINT / 2))),
      ) as [number, number];
      for (let row = 0; row < POINT; row++)
        for (let column = 0; column < POINT; column++) {
          const at = (y + row) * side + x + column;
          counts[at] = (counts[at] ?? 0) + 1;
        }
    }
  return { queries, keys };
}

/** A line for each point of each head that was laid out. */
function csv({ result }: QueryKeyHeadsData): string {
  const tokens = sampledTokens(result);
  return csvText([
    ['layer', 'head', ...POINT_COLUMNS],
    ...laidOutHeads(result).flatMap(({ layer, head, points }) =>
      pointLines(points, tokens).map((line) => [layer, head, ...line]),
    ),
  ]);
}

/** The strip of a pair's heads: where its cells are, and which of them have a colour. */
import { type ColourScale, scaleColours } from '../../../core/figures/colour-scale.ts';
import { metricScale } from '../../../core/figures/scale-ends.ts';
import { rgbOf, shadesOf } from '../../../core/figures/shades.ts';
import type { FigureTheme } from '../../../core/figures/theme.ts';
import type { MetricEntry } from '../../../core/metrics/metric-entry.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ControlLimits, PairLine } from '../../../shared/results.ts';

const LAYER_GAP = 3;
/** px that a strip takes where there is room, and at least. */
const WANTED_WIDTH = 360;
const LEAST_WIDTH = 150;
/** px: a narrower cell has no colour that can be told from that of the next. */
const LEAST_CELL = 2;
const LARGEST_CELL = 24;
/** Sums of parts of px. */
const ROUNDING = 1e-6;

/** How opaque the grey of what is as in controls is: it recedes in both themes, and is seen in both. */
export const GREY_ALPHA = 0.33;
/** The same of what does not pass the filter, beside it. */
const LEFT_OUT_ALPHA = 0.45;

export interface StripLayout {
  /** px: the first cell of a layer, from one to the next; a cell with the hairline after it. */
  readonly layerStep: number;
  readonly cell: number;
  readonly width: number;
  /** Each layer is one cell, that of its furthest head: there is no room for a cell each. */
  readonly isOfLayers: boolean;
}

/**
 * As wide as there is room; of so many heads that a cell each could not be told from the next, one cell a layer.
 * @param room px that there are at most
 */
export function stripLayout(layers: number, heads: number, room = Infinity): StripLayout {
  const most = Math.max(LEAST_WIDTH, Math.min(room, WANTED_WIDTH));
  const gap = Math.min(LAYER_GAP, most / (4 * layers));
  const cellOf = (cells: number) => Math.min(LARGEST_CELL, (most - (layers - 1) * gap) / cells);
  const isOfLayers = cellOf(layers * heads) < LEAST_CELL;
  const cell = cellOf(isOfLayers ? layers : layers * heads);
  const layerStep = (isOfLayers ? 1 : heads) * cell + gap;
  return { layerStep, cell, width: Math.ceil(layers * layerStep - gap - ROUNDING), isOfLayers };
}

/** px of the left edge of a head's cell. */
export function cellLeft({ layerStep, cell, isOfLayers }: StripLayout, layer: number, head: number): number {
  return layer * layerStep + (isOfLayers ? 0 : head * cell);
}

/** The cell at a place: a head, or with `head` null a layer; null between layers. */
export function cellAtPlace(
  { layerStep, cell, isOfLayers }: StripLayout,
  { layers, heads }: { readonly layers: number; readonly heads: number },
  x: number,
): { layer: number; head: number | null } | null {
  const layer = Math.floor(x / layerStep);
  const place = Math.floor((x - layer * layerStep) / cell);
  if (x < 0 || layer >= layers || place >= (isOfLayers ? 1 : heads)) return null;
  return { layer, head: isOfLayers ? null : place };
}

/**
 * The head that a layer's cell shows: of those that pass and are unusual the furthest, else of those that pass, else of all.
 * @param values of its heads
 * @param rank of each head: 2 passes and is unusual, 1 passes, 0 neither
 * @param change where values that changed most lie
 */
export function furthestHead(
  values: readonly (number | null)[],
  rank: readonly number[],
  change: MetricEntry['change'],
): number {
  const far = (value: number): number =>
    change === 'low' ? -value : change === 'either' ? Math.abs(value) : value;
  return values.keys().reduce((best, head) => {
    const [mine, other] = [values[head] ?? null, values[best] ?? null];
    if (mine === null || head === best) return best;
    if (other === null) return head;
    const [own, before] = [rank[head] ?? 0, rank[best] ?? 0];
    return own > before || (own === before && far(mine) > far(other)) ? head : best;
  }, 0);
}

/** One scale for all pairs of a run, with the ends of the map of a pair’s heads: those of its set. */
export function stripScale(metric: MetricName, limits: ControlLimits): ColourScale {
  return metricScale(metric, limits.range ?? []);
}

const SHADES = 64;
const palettes = new Map<string, readonly string[]>();

/** The colour that a map has of the same value. */
export function shadeOf(value: number, scale: ColourScale, theme: FigureTheme): string {
  const key = `${scale.kind} ${theme.name}`;
  const palette =
    palettes.get(key) ??
    shadesOf(scaleColours(scale, theme), SHADES).map(([red, green, blue]) => `rgb(${red} ${green} ${blue})`);
  palettes.set(key, palette);
  const [low, high] = scale.domain;
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return palette[Math.round(share * (SHADES - 1))] ?? theme.soft;
}

/** The colours of the scale from its low to its high end, for a bar that explains it. */
export function stripGradient(scale: ColourScale, theme: FigureTheme): string {
  const [low, high] = scale.domain;
  const stops = Array.from({ length: 9 }, (_, at) => shadeOf(low + (at / 8) * (high - low), scale, theme));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** px of a strip from top to bottom. */
export const STRIP_HEIGHT = 16;
/** px: from here on a cell ends a px before the next one begins. */
const CELL_WITH_LINE = 4;
/** px from top to bottom of what is grey, so that what has a colour is seen between; of what does not pass the filter. */
const GREY_HEIGHT = 10;
const LEFT_OUT_HEIGHT = 4;

export interface StripCell {
  readonly layer: number;
  readonly head: number;
  /** null: grey. */
  readonly colour: string | null;
  readonly passes: boolean;
}

/**
 * The cells as a CSS background, whose edges lie on whole px. A canvas for each line of a table would be a layer of its own for the
 * browser, which makes every frame slow.
 */
export function stripBackground(
  layout: StripLayout,
  cells: readonly StripCell[],
  { control }: FigureTheme,
): string {
  const grey = (opacity: number): string => `rgb(${rgbOf(control).join(' ')} / ${opacity})`;
  const looks = [
    { has: (cell: StripCell) => cell.colour !== null, height: STRIP_HEIGHT, grey: '' },
    {
      has: (cell: StripCell) => cell.colour === null && cell.passes,
      height: GREY_HEIGHT,
      grey: grey(GREY_ALPHA),
    },
    {
      has: (cell: StripCell) => cell.colour === null && !cell.passes,
      height: LEFT_OUT_HEIGHT,
      grey: grey(GREY_ALPHA * LEFT_OUT_ALPHA),
    },
  ];
  return looks
    .map((look) => {
      const own = cells.filter(look.has).map((cell) => ({ ...cell, colour: cell.colour ?? look.grey }));
      return { image: columnsOf(layout, own), height: look.height };
    })
    .filter(({ image }) => image !== '')
    .map(({ image, height }) => `${image} center / 100% ${height}px no-repeat`)
    .join(', ');
}

/** A gradient of hard stops; '' without cells. Of cells under a px the last one is seen. */
function columnsOf(
  layout: StripLayout,
  cells: readonly { readonly layer: number; readonly head: number; readonly colour: string }[],
): string {
  if (cells.length === 0) return '';
  const columns = new Array<string>(layout.width).fill('transparent');
  for (const { layer, head, colour } of cells) {
    const left = cellLeft(layout, layer, head);
    const from = Math.min(layout.width - 1, Math.round(left));
    const to = Math.round(left + layout.cell) - (layout.cell >= CELL_WITH_LINE ? 1 : 0);
    columns.fill(colour, from, Math.max(from + 1, to));
  }
  const begins = columns.keys().filter((column) => columns[column] !== columns[column - 1]);
  const stops = [...begins].map((column, index, all) => {
    const end = all[index + 1] ?? layout.width;
    return `${columns[column] ?? ''} ${column}px ${end}px`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** What a cell of a strip shows. */
export interface StripHead {
  readonly layer: number;
  readonly head: number;
  readonly value: number | null;
  /** It passes the filter. */
  readonly passes: boolean;
  /** It has a colour: it passes, and is not known to be as in the control. */
  readonly isColoured: boolean;
}

/**
 * A head for each cell: all of them, or of each layer the furthest.
 * @param heads of a layer
 * @param limits undefined while they are fetched
 */
export function stripHeads(
  { values, places }: Pick<PairLine, 'values' | 'places'>,
  heads: number,
  limits: ControlLimits | undefined,
  { isOfLayers }: StripLayout,
  change: MetricEntry['change'],
): StripHead[] {
  const passing = places === null ? null : new Set(places);
  const all = values.map((value, place): StripHead => {
    const [layer, head] = [Math.floor(place / heads), place % heads];
    const passes = passing?.has(place) ?? true;
    const isColoured =
      passes && value !== null && limits !== undefined && isUnusual(value, limits, layer, head) !== false;
    return { layer, head, value, passes, isColoured };
  });
  if (!isOfLayers) return all;
  return Array.from({ length: values.length / heads }, (_, layer) => {
    const own = all.slice(layer * heads, (layer + 1) * heads);
    const rank = own.map(({ passes, isColoured }) => Number(passes) + Number(isColoured));
    const ownValues = own.map(({ value }) => value);
    return own[furthestHead(ownValues, rank, change)];
  }).filter((cell) => cell !== undefined);
}

/** Beyond what 95 % of the control stay within at this head; null where nothing says what they do. */
export function isUnusual(value: number, limits: ControlLimits, layer: number, head: number): boolean | null {
  if (limits.control === null) return null;
  const [low, high] = [limits.low[layer]?.[head] ?? null, limits.high[layer]?.[head] ?? null];
  if (low === null && high === null) return null;
  return (low !== null && value < low) || (high !== null && value > high);
}

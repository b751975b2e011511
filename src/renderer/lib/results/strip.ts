/** The strip of a pair's heads: where its cells are, and which of them have a colour. */
import { type ColourScale, scaleColours } from '../../../core/figures/colour-scale.ts';
import { metricScale } from '../../../core/figures/scale-ends.ts';
import { shadesOf } from '../../../core/figures/shades.ts';
import type { FigureTheme } from '../../../core/figures/theme.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ControlLimits } from '../../../shared/results.ts';

const LAYER_GAP = 3;
const USUAL_WIDTH = 320;
const LEAST_WIDTH = 150;

export interface StripLayout {
  /** px: the first cell of a layer, from one to the next; a cell with the hairline after it. */
  readonly layerStep: number;
  readonly cell: number;
  readonly width: number;
}

/**
 * As wide as suits the cells: all heads of a large model share what a small one takes, with a px each where there is room.
 * @param room px that there are at most
 */
export function stripLayout(layers: number, heads: number, room = Infinity): StripLayout {
  const most = Math.max(LEAST_WIDTH, room);
  const gap = Math.min(LAYER_GAP, most / (4 * layers));
  const cellWithin = (width: number) => (width - (layers - 1) * gap) / (layers * heads);
  const cell = Math.min(3, Math.max(1, cellWithin(USUAL_WIDTH)), cellWithin(most));
  const layerStep = heads * cell + gap;
  return { layerStep, cell, width: Math.ceil(layers * layerStep - gap) };
}

/** px of the left edge of a head. */
export function cellLeft({ layerStep, cell }: StripLayout, layer: number, head: number): number {
  return layer * layerStep + head * cell;
}

/** The head at a place; null between layers. */
export function headAtPlace(
  { layerStep, cell }: StripLayout,
  heads: number,
  x: number,
): { layer: number; head: number } | null {
  const layer = Math.floor(x / layerStep);
  const head = Math.floor((x - layer * layerStep) / cell);
  return x < 0 || head >= heads ? null : { layer, head };
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

/** Beyond what 95 % of the control stay within at this head; null where nothing says what they do. */
export function isUnusual(value: number, limits: ControlLimits, layer: number, head: number): boolean | null {
  if (limits.control === null) return null;
  const [low, high] = [limits.low[layer]?.[head] ?? null, limits.high[layer]?.[head] ?? null];
  if (low === null && high === null) return null;
  return (low !== null && value < low) || (high !== null && value > high);
}

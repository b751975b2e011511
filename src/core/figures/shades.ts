import { SEQUENTIAL } from './theme.ts';

/** Red, green and blue, 0 to 255. */
export type Rgb = [number, number, number];

/** @param hex '#rrggbb' */
export function rgbOf(hex: string): Rgb {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

const BLACK: Rgb = [0, 0, 0];

/** `count` shades from the first colour to the last, interpolated between those that are given. @param colours '#rrggbb' */
export function shadesOf(colours: readonly string[], count: number): Rgb[] {
  const stops = colours.map(rgbOf);
  const last = stops.length - 1;
  return Array.from({ length: count }, (_, shade) => {
    const place = (shade / (count - 1)) * last;
    const below = Math.min(Math.floor(place), last - 1);
    const [low = BLACK, high = BLACK] = stops.slice(below, below + 2);
    const mixed = (channel: 0 | 1 | 2): number =>
      Math.round(low[channel] + (high[channel] - low[channel]) * (place - below));
    return [mixed(0), mixed(1), mixed(2)];
  });
}

const SEQUENTIAL_SHADES = shadesOf(SEQUENTIAL, 256);

/** Of a weight or a probability, 0 to 1, as CSS. */
export function sequentialColour(value: number): string {
  const [red, green, blue] = SEQUENTIAL_SHADES[Math.round(255 * Math.min(1, Math.max(0, value)))] ?? BLACK;
  return `rgb(${red} ${green} ${blue})`;
}

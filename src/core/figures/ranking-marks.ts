/** Lines and texts of a ranking that is drawn. */
import { MONO_FONT } from './theme.ts';

const FONT_SIZE = 12;

export interface LineStyle {
  readonly stroke: string;
  readonly lineWidth?: number;
  readonly lineDash?: readonly number[];
}

export function lineOf(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  style: LineStyle,
): object {
  return { type: 'line', silent: true, z: 0, shape: { x1, y1, x2, y2 }, style: { lineWidth: 1, ...style } };
}

export interface TextStyle {
  readonly fill: string;
  readonly align?: 'left' | 'right' | 'center';
  readonly fontFamily?: string;
  readonly fontSize?: number;
  readonly fontWeight?: number;
}

/** @param y of its middle */
export function textOf(text: string, x: number, y: number, style: TextStyle): object {
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: { text, verticalAlign: 'middle', fontFamily: MONO_FONT, fontSize: FONT_SIZE, ...style },
  };
}

/**
 * A kind of figure, as far as it needs nobody to ask: how one is named, drawn, and written as numbers. The other half,
 * which finds the data, is the engine's (src/main/engine/figures).
 */
import type { z } from 'zod';
import type { Figure } from './figure.ts';
import type { FigureTheme } from './theme.ts';

/** An object with the kind as a literal. What it and its fields describe themselves as is the help of the command line. */
export type FigureSchema<Kind extends string = string> = z.ZodObject<{ kind: z.ZodLiteral<Kind> }>;

/**
 * `Data` is all that is drawn: what the specification says of how to draw, where it comes from, and the numbers. The
 * screen draws what it has with the same two functions.
 */
export interface FigureDrawing<Schema extends FigureSchema = FigureSchema, Data = unknown> {
  /** Names one figure of this kind completely. */
  readonly schema: Schema;
  draw(this: void, data: Data, theme: FigureTheme): Figure;
  /** The numbers that are drawn, as the text of a CSV file. */
  csv(this: void, data: Data): string;
  /** Of kinds that draw a pair: its sentences, for a caption; '' where it has none. */
  sentences?(this: void, data: Data): string;
  /** Other names of values, as other kinds call the same: by the field, then by the name. */
  readonly names?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of kinds whose scale can end where that of another figure of the same quantity does. */
  readonly ends?: FigureEnds<Data>;
  /** Of kinds that can be drawn narrower without smaller letters: the data so drawn, as near to it as there is a way. */
  fit?(this: void, data: Data, room: FigureRoom): Data;
}

export interface FigureRoom {
  /** px that it takes as it is. */
  readonly width: number;
  /** px that it may take. */
  readonly most: number;
}

/** px of a plot in which a shape is still seen. */
export const NARROWEST_PLOT = 120;

/**
 * With a narrower plot.
 * @param usual px of the plot where nothing is said of it
 * @param least px below which nothing is seen any more
 */
export function narrowerPlot<Data extends { readonly plotWidth?: number | undefined }>(
  data: Data,
  { width, most }: FigureRoom,
  usual: number,
  least: number,
): Data {
  return { ...data, plotWidth: Math.max(least, Math.floor((data.plotWidth ?? usual) - (width - most))) };
}

/** What the colours of a figure, or its axis, are of, and where they end. */
export interface FigureScale {
  /** In words. Figures of the same can have one scale. */
  readonly quantity: string;
  readonly ends: readonly [number, number];
  /** Drawn over its own values, whatever its ends. */
  readonly isFitted?: boolean;
}

/** The ends of the colours of a figure, or of its axis. */
export interface FigureEnds<Data = unknown> {
  /** null: this one has a scale of its own. */
  of(this: void, data: Data): FigureScale | null;
  /** The data with other ends. */
  put(this: void, data: Data, ends: readonly [number, number]): Data;
}

/** Kinds of figures, each under the `kind` of its schema. */
export type FigureDrawings = Readonly<Record<string, FigureDrawing>>;

/** The same kinds; one that stands under another name than its own does not compile. */
export function figureDrawings<
  const Drawings extends { [Kind in keyof Drawings & string]: FigureDrawing<FigureSchema<Kind>> },
>(drawings: Drawings): Drawings {
  return drawings;
}

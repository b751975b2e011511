/** Figures as the contract has them: what names one, and the forms in which it can be had. */
import { z } from 'zod';
import { FIGURES, type FigureKindName } from '../core/registries/figures.ts';

type AnySchema = (typeof FIGURES)[FigureKindName]['schema'];

/** Names a figure completely: the engine can draw into a file what the screen shows. */
export const figureSpec = z.discriminatedUnion(
  'kind',
  Object.values(FIGURES).map(({ schema }) => schema) as [AnySchema, ...AnySchema[]],
);

export const FIGURE_FORMATS = ['svg', 'png', 'pdf', 'csv'] as const;
/** `csv`: the numbers that are drawn. */
export const figureFormat = z.enum(FIGURE_FORMATS);
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** Of PNG files: pixels for each pixel of the screen. */
export const figureScale = z.int().min(1).max(4);
export const STANDARD_SCALE = 2;

export const THEME_NAMES = ['light', 'dark'] as const;
export const figureTheme = z.enum(THEME_NAMES);
export type ThemeName = (typeof THEME_NAMES)[number];

/** Figures as the contract has them: what names one, and the forms in which it can be had. */
import { z } from 'zod';
import { FIGURES, type FigureKindName } from '../core/registries/figures.ts';

type AnySchema = (typeof FIGURES)[FigureKindName]['schema'];

/** Names a figure completely: the engine can draw into a file what the screen shows. */
export const figureSpec = z.discriminatedUnion(
  'kind',
  Object.values(FIGURES).map(({ schema }) => schema) as [AnySchema, ...AnySchema[]],
);

export const FIGURE_FORMATS = ['svg', 'png', 'csv'] as const;
/** `csv`: the numbers that are drawn. */
export const figureFormat = z.enum(FIGURE_FORMATS);
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

export const THEME_NAMES = ['light', 'dark'] as const;
export const figureTheme = z.enum(THEME_NAMES);
export type ThemeName = (typeof THEME_NAMES)[number];

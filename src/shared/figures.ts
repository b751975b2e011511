/** Figures as the contract has them: what names one, and the forms in which it can be had. */
import { z } from 'zod';
import { listOf, MOST } from '../core/bounds.ts';
import { JOURNAL_WIDTHS, MOST_COLUMNS } from '../core/figures/compose/layout.ts';
import { FIGURES, type FigureKindName, type FigureSpec } from '../core/registries/figures.ts';

type AnySchema = (typeof FIGURES)[FigureKindName]['schema'];

/** Names a figure completely: the engine can draw into a file what the screen shows. */
export const figureSpec = z.discriminatedUnion(
  'kind',
  Object.values(FIGURES).map(({ schema }) => schema) as [AnySchema, ...AnySchema[]],
);

/** Several figures as one, in rows of columns at the width of a journal's. */
export const composition = z.object({
  kind: z.literal('composition'),
  panels: listOf(
    z.object({ figure: figureSpec, span: z.int().min(1).max(MOST_COLUMNS).default(1) }),
    MOST.panels,
    'figures',
  ).refine((panels) => panels.length > 0, { message: 'one figure at least' }),
  columns: z.int().min(1).max(MOST_COLUMNS).default(2),
  /** mm */
  width: z.literal(JOURNAL_WIDTHS).default(174),
  /** a, b, c at the panels. */
  letters: z.boolean().default(true),
  /** Figures of the same quantity have one scale. */
  commonScales: z.boolean().default(true),
  /** Under the panels: what each is, and is made from. */
  captions: z.boolean().default(true),
});
export type Composition = z.output<typeof composition>;

/** Whatever can be drawn into a file. */
export const drawable = z.union([figureSpec, composition]);
export type Drawable = FigureSpec | Composition;

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

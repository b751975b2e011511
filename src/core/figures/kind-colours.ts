/** Colours of kinds that have no order, and what they are called. */
import type { FigureTheme } from './theme.ts';

/** Eight hues after Okabe and Ito, each told from the grounds of both themes. */
export const KINDS: Readonly<Record<FigureTheme['name'], readonly string[]>> = {
  light: ['#0072b2', '#c25a00', '#00805d', '#b3477d', '#101820', '#8a7a00', '#6a55c8', '#7d4a2b'],
  dark: ['#4aa8e0', '#f0954a', '#3fc79c', '#e08ab8', '#ffffff', '#d9c84a', '#a99af0', '#c99a78'],
};

/** In the order of {@link KINDS}. */
export const KIND_NAMES: Readonly<Record<FigureTheme['name'], readonly string[]>> = {
  light: ['blue', 'orange', 'green', 'pink', 'black', 'olive', 'violet', 'brown'],
  dark: ['blue', 'orange', 'green', 'pink', 'white', 'yellow', 'violet', 'brown'],
};

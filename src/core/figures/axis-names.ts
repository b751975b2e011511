/** Names of axes. */
import { TEXT_FONT, type FigureTheme } from './theme.ts';

/** How the name of an axis is written. */
export function axisNameStyle({ muted }: Pick<FigureTheme, 'muted'>) {
  return { fontFamily: TEXT_FONT, fontSize: 11, color: muted } as const;
}

/** px below a horizontal axis that its labels and its name take. */
export const BELOW_AXIS = 40;

/**
 * The name of a horizontal axis, at its right end below its labels. Where the letters of both come near each other ECharts would move the name to
 * the right, out of the figure.
 */
export function nameBelowAxis(name: string, theme: Pick<FigureTheme, 'muted'>) {
  return {
    name,
    nameLocation: 'end',
    nameGap: 0,
    nameMoveOverlap: false,
    nameTextStyle: {
      ...axisNameStyle(theme),
      align: 'right',
      verticalAlign: 'top',
      padding: [22, 0, 0, 0] as number[],
    },
  } as const;
}

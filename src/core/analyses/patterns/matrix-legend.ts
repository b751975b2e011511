/** Under the matrix of heads x detectors: what its outlines mean, and how many there are. */
import { COLOUR_BAR_HEIGHT } from '../../figures/colour-scale.ts';
import { textEm } from '../../figures/text-width.ts';
import type { FigureTheme } from '../../figures/theme.ts';
import { isLoudUntested, type PatternCell } from './calls.ts';

export const FONT_SIZE = 11;

export function inkOf(verdict: PatternCell['verdict'], theme: FigureTheme): string {
  return verdict === 'called' ? theme.text : verdict === 'undecided' ? theme.muted : theme.amber;
}

const DASHES = [3, 2] as const;

export function dashOf(verdict: PatternCell['verdict']): readonly number[] {
  return verdict === 'called' ? [] : DASHES;
}

interface LegendRoom {
  readonly theme: FigureTheme;
  readonly margin: number;
  /** px where a line of it ends. */
  readonly right: number;
  text(this: void, x: number, y: number, content: string, style?: object): object;
}

/** px: after the colour bar, of a box with what is beside it, between two entries, and of a line. */
const LEGEND = { left: 176, box: 20, gap: 20, line: 18 } as const;

/** Entries beside the colour bar, and below it where they do not fit: measured, so that none lies on another. `below`: px of further lines. */
export function legend(
  top: number,
  cells: readonly PatternCell[],
  { theme, margin, right, text }: LegendRoom,
): { readonly graphic: object[]; readonly below: number } {
  const count = (verdict: PatternCell['verdict']) => cells.filter((cell) => cell.verdict === verdict).length;
  const untested = cells.filter((cell) => isLoudUntested(cell, margin)).length;
  const entries = [
    ...(['called', 'undecided', 'fell'] as const)
      // Undecided there are where there are few texts.
      .filter((verdict) => verdict !== 'undecided' || count(verdict) > 0)
      .map((verdict) => ({
        words: `${count(verdict)} ${verdict === 'called' ? 'called on unseen text' : verdict}`,
        ink: inkOf(verdict, theme),
        dash: dashOf(verdict),
      })),
    ...(untested === 0
      ? []
      : [
          { words: `${untested} with too few texts in one half: not tested`, ink: theme.muted, dash: [1, 2] },
        ]),
  ];
  const middle = top + COLOUR_BAR_HEIGHT / 2;
  let [left, y] = [LEGEND.left, middle];
  const graphic = entries.flatMap(({ words, ink, dash }) => {
    const wide = LEGEND.box + FONT_SIZE * textEm(words);
    if (left > LEGEND.left && left + wide > right) [left, y] = [LEGEND.left, y + LEGEND.line];
    const at = left;
    left += wide + LEGEND.gap;
    return [
      {
        type: 'rect',
        silent: true,
        shape: { x: at, y: y - 5, width: 14, height: 10, r: 2 },
        style: { fill: 'none', stroke: ink, lineWidth: 1.2, ...(dash.length > 0 && { lineDash: dash }) },
      },
      text(at + LEGEND.box, y, words, { align: 'left' }),
    ];
  });
  return { graphic, below: y - middle };
}

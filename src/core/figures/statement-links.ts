/** Links between the tokens of two statements, one above the other. The screen draws the same ones. */
import type { ArcShape } from './attention-arcs.ts';

/** px between the statements. */
export const LINKS_HEIGHT = 18;
/** px of the stroke at a token without a counterpart: past the middle, and short of the other statement. */
const GAP = 0.62 * LINKS_HEIGHT;

interface LinksPlace {
  /** px at which the statement above ends. */
  readonly top?: number;
  /** px between the statements. */
  readonly height?: number;
}

/** From the middle of a token of the statement above to that of one below. */
export function linkCurve(
  from: number,
  to: number,
  { top = 0, height = LINKS_HEIGHT }: LinksPlace = {},
): ArcShape {
  const middle = top + height / 2;
  return {
    x1: from,
    y1: top + 1,
    cpx1: from,
    cpy1: middle,
    cpx2: to,
    cpy2: middle,
    x2: to,
    y2: top + height - 1,
  };
}

/** At a token without a counterpart: from where to where, px. */
export function gapStroke(
  side: 'original' | 'counterfactual',
  { top = 0, height = LINKS_HEIGHT }: LinksPlace = {},
): readonly [number, number] {
  return side === 'original' ? [top + 1, top + GAP] : [top + height - GAP, top + height - 1];
}

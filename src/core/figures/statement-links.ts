/** Links between the tokens of two statements, one above the other. The screen draws the same ones. */
import type { ArcShape } from './attention-arcs.ts';

/** px between the statements. */
export const LINKS_HEIGHT = 18;
/** Of it, how far the stroke at a token without a counterpart goes. */
const GAP = 0.62;

/** From the middle of a token of the statement above to that of one below. @param top px at which the statement above ends */
export function linkCurve(from: number, to: number, top = 0): ArcShape {
  const middle = top + LINKS_HEIGHT / 2;
  return {
    x1: from,
    y1: top + 1,
    cpx1: from,
    cpy1: middle,
    cpx2: to,
    cpy2: middle,
    x2: to,
    y2: top + LINKS_HEIGHT - 1,
  };
}

/** At a token without a counterpart: from where to where, px. */
export function gapStroke(side: 'original' | 'counterfactual', top = 0): readonly [number, number] {
  return side === 'original'
    ? [top + 1, top + LINKS_HEIGHT * GAP]
    : [top + LINKS_HEIGHT * (1 - GAP), top + LINKS_HEIGHT - 1];
}

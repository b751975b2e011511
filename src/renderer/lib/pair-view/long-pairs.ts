/** Of a pair too long for its maps to be read whole: which part of it is shown. */
import { alignedPositions } from '../../../core/figures/kinds/map-axis.ts';
import type { PairDetail, TokenView } from '../../../shared/entities.ts';

/** From so many tokens (or words) on a pair is shown in a window. */
export const LONG_FROM = 48;

/** How many tokens a window shows. */
export const SPANS = { smallest: 6, usual: 16, largest: 40 } as const;

const SPAN_STEP = 4;

/** Tokens of a window that shows fewer of them, each larger. */
export function fewer(span: number): number {
  return Math.max(SPANS.smallest, span - SPAN_STEP);
}

/** Tokens of a window that shows more of them. */
export function more(span: number): number {
  return Math.min(SPANS.largest, span + SPAN_STEP);
}

/** The first and the last token of the counterfactual that are shown. */
export type Window = readonly [number, number];

/**
 * @param count tokens (or words) of the counterfactual
 * @param from the first one; null: around the first that has no counterpart
 */
export function windowOver(
  detail: PairDetail,
  view: TokenView,
  { count, from, span }: { readonly count: number; readonly from: number | null; readonly span: number },
): Window {
  const first = from ?? firstChange(detail, view, count) - Math.floor(span / 2);
  const begin = Math.max(0, Math.min(first, count - span));
  return [begin, Math.min(count, begin + span) - 1];
}

function firstChange(detail: PairDetail, view: TokenView, count: number): number {
  const aligned = new Set(alignedPositions(detail, view).map(([, j]) => j));
  for (let token = 0; token < count; token++) if (!aligned.has(token)) return token;
  return 0;
}

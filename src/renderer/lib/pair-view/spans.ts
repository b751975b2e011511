/** How much of a long pair a window shows. */
/** How many tokens a window shows; the usual number where it is not known how wide they are. */
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

/** What can be asked of two runs compared: light, for addresses are read before a figure is there to draw. */

/** 'rank': those that are furthest ahead in the first run on top; the only order whose middle folds. */
export const RUNS_ORDERS = ['rank', 'head', 'difference', 'delta', 'q', 'first', 'second'] as const;
export type RunsOrder = (typeof RUNS_ORDERS)[number];

/** By what the heads of the table of corners are sorted. */
export const CORNER_ORDERS = ['head', 'change', 'effect', 'called'] as const;
export type CornerOrder = (typeof CORNER_ORDERS)[number];

export interface CornerSort {
  readonly by: CornerOrder;
  readonly direction: 'asc' | 'desc';
}

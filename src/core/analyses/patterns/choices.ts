/** What can be asked of the figures of patterns: light, for addresses are read before a figure is there to draw. */

export const MATRIX_ORDERS = ['called', 'layers', 'lift'] as const;
export type MatrixOrder = (typeof MATRIX_ORDERS)[number];

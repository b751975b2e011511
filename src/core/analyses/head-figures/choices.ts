/** What can be asked of the map of an analysis: light, for addresses are read before a figure is there to draw. */

/** What of a quantity is drawn: itself, its control, or the difference of the two. */
export const MAP_PARTS = ['value', 'control', 'difference'] as const;
export type MapPart = (typeof MAP_PARTS)[number];

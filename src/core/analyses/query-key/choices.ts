/** What can be asked of the figures of queries and keys: light, for addresses are read before a figure is there to draw. */

/** The three rules by which a head's scale c is found. */
export const CRITERIA = ['weighted', 'scaled', 'norm', 'fine'] as const;
export type Criterion = (typeof CRITERIA)[number];

export const MAP_QUANTITIES = [...CRITERIA, 'faithful', 'drawn', 'trustworthiness'] as const;
export type MapQuantity = (typeof MAP_QUANTITIES)[number];

export const COLOURINGS = ['side', 'position', 'token', 'class', 'sentence', 'first'] as const;
export type ColouringName = (typeof COLOURINGS)[number];

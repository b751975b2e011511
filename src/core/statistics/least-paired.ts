/** Fewer pairs with a usable neutral make no paired estimate, nor do fewer clusters. */
export const LEAST_PAIRED = 5;
export const LEAST_PAIRED_CLUSTERS = 2;

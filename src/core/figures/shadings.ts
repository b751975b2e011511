/** By what words are shaded: what adds or takes off fills a cell, weights and probabilities are a line under the word. */
export const SHADINGS = ['contribution', 'weight'] as const;
export type Shading = (typeof SHADINGS)[number];

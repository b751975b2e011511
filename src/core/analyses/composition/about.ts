import type { AnalysisAbout } from '../analysis-about.ts';

export const compositionAbout = {
  measures:
    'How strongly a head of a later layer could read what an earlier head writes, into its queries, keys or values, by the weights alone.',
  control: 'Random matrices of the same shape.',
  interval:
    'None: weights are not a sample. Mean and spread of the random matrices are given once, for all scores.',
  shows: [
    'The strongest connections between heads, as a graph',
    'Matrices of all pairs of heads, for queries, keys and values',
    'The strongest connections in a list',
  ],
} as const satisfies AnalysisAbout;

import type { AnalysisAbout } from '../analysis-about.ts';

export const normsAbout = {
  measures:
    'How much of a token is made of other tokens, by the length of what they bring: 0 is nothing, 0.5 as much as from itself. And whether a head’s attention goes with these lengths (rank correlation).',
  control: 'None: nothing is compared. The correlation is compared with the limit that is set in the form.',
  interval:
    '95 %, over texts (of pairs: over pairs). Weights and norms of a head disagree where the whole interval lies below the limit and q, over all heads, is at most 0.05.',
  shows: [
    'How much is mixed in each layer, step by step',
    'Heads in which attention says little of what is moved',
    'A map and a ranking of the correlation',
  ],
} as const satisfies AnalysisAbout;

import type { AnalysisAbout } from '../analysis-about.ts';

export const catalogueAbout = {
  measures:
    'Seven published scores of each head on sentences that name two people and break off before one of them: what it adds to the right name, and where it attends.',
  control:
    'Each score has its own: names that are not in the sentence, a token beside, or the counterfactual, in which another name stands.',
  interval:
    '95 %, over pairs, by template. A head is called by a score where the whole interval of score less control lies beyond the limit and q, over all heads, is at most 0.05.',
  shows: [
    'Name movers, negative name movers, S-inhibition, duplicate-token, previous-token, induction and copy-suppression heads',
    'A map and a ranking of heads for each score',
    'One sentence, with where a head attends in it',
  ],
} as const satisfies AnalysisAbout;

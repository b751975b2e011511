import type { AnalysisAbout } from '../analysis-about.ts';

export const effectsAbout = {
  measures:
    'How far the output moves from one statement to the other when one head’s output is put back from the original, or taken away. 0: not at all; 1: all of the way.',
  control:
    'How much a head changes is held against the run’s neutral changes or control set; its effect is held against the smallest effect that counts.',
  interval:
    '95 %, over pairs, or clusters of them. A head matters where the whole interval lies beyond the margin and q, over all heads, is at most 0.05; it does not where the whole interval lies within.',
  shows: [
    'Heads by how much they change and how much they matter',
    'How many do both, only one, or neither, and which are undecided',
    'All heads in a table by what is said of them, for each way of replacing them',
    'One pair: what putting a head back does to it',
  ],
} as const satisfies AnalysisAbout;

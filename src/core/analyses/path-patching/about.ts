import type { AnalysisAbout } from '../analysis-about.ts';

export const pathPatchingAbout = {
  measures:
    'How much of the difference between two statements one component sends to a head’s queries, keys or values, or to the output, and to nothing else, as a share of the way.',
  control: 'None: a path is held against the smallest share that counts.',
  interval:
    '95 %, over pairs, or clusters of them. A path counts where the whole interval lies beyond the margin and q, over all paths, is at most 0.05.',
  shows: [
    'Which components feed the head or the output',
    'A map of senders by layer',
    'All paths in a ranking, with their intervals',
  ],
} as const satisfies AnalysisAbout;

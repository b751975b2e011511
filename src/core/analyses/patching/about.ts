import type { AnalysisAbout } from '../analysis-about.ts';

export const patchingAbout = {
  measures:
    'How far the output moves from one statement to the other when one activation of the one is put into the other: a layer at a position, or a head. 0: not at all; 1: all of the way.',
  control: 'The same between an original and its neutral, or pairs of a control set.',
  interval:
    '95 %, over pairs, by clusters where the set has them. A place restores something where the whole interval lies above the margin and q is at most 0.05.',
  shows: [
    'Which heads and layers restore the output, and whether more than the control',
    'Maps of layers by position, and of layers by head',
    'All heads in a ranking',
    'One pair, place by place',
  ],
} as const satisfies AnalysisAbout;

import type { AnalysisAbout } from '../analysis-about.ts';

export const patternsAbout = {
  measures:
    'How much attention a head gives to a kind of place: the token before, spaces, what followed last time, and more; and how far that lies above what it is held against (lift).',
  control:
    'Attention spread evenly, or the head’s own mean by distance, as chosen. What is found on one half of the texts is tested on the other half.',
  interval:
    '95 %, over texts that were not looked at before. A head is called where its lift lies above the margin on the first half, and its whole interval does on the other, with q at most 0.05 over the heads of the first.',
  shows: [
    'What each head looks at: heads by detectors',
    'Whether it holds on unseen texts',
    'A head’s mean pattern by distance',
    'Texts with its attention: most, middle and least',
  ],
} as const satisfies AnalysisAbout;

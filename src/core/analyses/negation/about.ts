import type { AnalysisAbout } from '../analysis-about.ts';

export const negationAbout = {
  measures:
    'How much attention a head gives to a negation (not, never, without) and to the words that it negates, as a multiple of an even share, and how far from it value vectors change.',
  control: 'A neutral word in the same place, where pairs have neutrals; else the pairs of a control set.',
  interval:
    '95 %, over pairs, by clusters where the set has them. A head is called where the whole interval of the difference lies above half of an even share and q, over all heads, is at most 0.05.',
  shows: [
    'Which heads attend to the negation, and by how much',
    'Three claims of papers on negation, each with its answer',
    'Attention by distance from the negation',
    'The same by construction, and one pair beside its neutral',
  ],
} as const satisfies AnalysisAbout;

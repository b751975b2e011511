import type { AnalysisAbout } from '../analysis-about.ts';

export const neuronsAbout = {
  measures:
    'The activation of single neurons of the feed-forward layers on each token, and the logits that a neuron raises and lowers.',
  control:
    'Tokens drawn at random, from the neuron’s upper range and from all: the few that excite it most may be exceptions.',
  interval: 'None: examples are shown, and nothing is tested.',
  shows: [
    'Texts that excite a neuron most, with random ones beside them',
    'How often it is active, as a histogram',
    'Tokens that it raises and lowers',
  ],
} as const satisfies AnalysisAbout;

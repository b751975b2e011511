import type { AnalysisAbout } from '../analysis-about.ts';

export const lensAbout = {
  measures:
    'The log probability and the rank of a token when the residual stream before each layer is read as if it were the last.',
  control: 'A token drawn from the vocabulary, another one for each text.',
  interval:
    '95 %, over texts (of pairs: over pairs, or clusters of them). The token stands out where the whole interval of the difference lies above 0 and q, over all streams, is at most 0.05.',
  shows: [
    'From which layer on the token can be read',
    'Log probability by layer, beside that of a drawn token',
    'One text: what each layer would say next',
  ],
} as const satisfies AnalysisAbout;

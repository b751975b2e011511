import type { AnalysisAbout } from '../analysis-about.ts';

export const attributionAbout = {
  measures:
    'What each head, each MLP and the embeddings add to the logit of a token, straight to the output; the parts add up to the logit that the model gives.',
  control:
    'What the same component adds to tokens drawn from the vocabulary. Where one token is held against another, the difference is held against 0.',
  interval:
    '95 %, over texts (of pairs: over pairs, or clusters of them). A head writes for the token where the whole interval of the difference lies above the margin and q, over all heads, is at most 0.05.',
  shows: [
    'Which heads write for the token, and which against it',
    'Every component as a bar: what adds up to the logit',
    'A map of layers by heads, and their ranking',
    'In one text: which words it comes from',
  ],
} as const satisfies AnalysisAbout;

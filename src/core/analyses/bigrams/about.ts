import type { AnalysisAbout } from '../analysis-about.ts';

export const bigramsAbout = {
  measures:
    'The logit that one token gives to the next by embeddings and unembedding alone, without any head.',
  control:
    'With texts: the row of another token that is about as frequent. Without texts nothing is compared.',
  interval:
    '95 %, over tokens, of the rank correlation of logits with counts in the texts. A list of followers has no interval.',
  shows: [
    'What follows each token and what predicts it, by the weights',
    'How that goes with what texts have, where there are texts',
    'The embeddings of the listed tokens on a plane',
  ],
} as const satisfies AnalysisAbout;

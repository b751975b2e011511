import type { AnalysisAbout } from '../analysis-about.ts';

export const ablationAbout = {
  measures:
    'The loss on a text with one head taken away, less the loss with nothing taken away, in nats a token. The head’s output is replaced in four ways: by another text’s, by its mean over the set, by its mean over the text, and by zero.',
  control: 'None: the loss is held against that of the whole model, and the difference against the margin.',
  interval:
    '95 %, over texts (of pairs: over pairs, or clusters of them). A head changes the loss where the whole interval lies beyond the margin and q, over all heads, is at most 0.05.',
  shows: [
    'Which heads change the loss, which do not, and which stay undecided',
    'A map of layers by heads for each of the four replacements',
    'All heads in a ranking, with their intervals',
    'What one head is worth on each text',
  ],
} as const satisfies AnalysisAbout;

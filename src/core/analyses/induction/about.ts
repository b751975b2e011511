import type { AnalysisAbout } from '../analysis-about.ts';

export const inductionAbout = {
  measures:
    'How much of its attention a head gives, where a token comes again, to what followed that token the first time. Random sequences are said twice for it; an encoder has to tell a masked token of the second copy.',
  control: 'Sequences of the same length in which nothing repeats: the same places, no repetition.',
  interval:
    '95 %, over sequences. A head is an induction head where the whole interval of score less control lies above the margin and q, over all heads, is at most 0.05.',
  shows: [
    'Which heads are induction heads, and how strongly',
    'Maps of what induction is made of and mistaken for: previous token, same token',
    'What repeating gains: the loss by position',
    'One sequence, with the attention of a head',
  ],
} as const satisfies AnalysisAbout;

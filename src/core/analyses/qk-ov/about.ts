import type { AnalysisAbout } from '../analysis-about.ts';

export const qkOvAbout = {
  measures:
    'By the weights alone: which keys a query is drawn to, and what a token that is attended to makes likelier. Copying score: 1 where every token raises itself, −1 where it lowers itself.',
  control: 'None: weights are compared with nothing.',
  interval: 'None: weights are not a sample.',
  shows: [
    'Which heads copy, as a map',
    'The strongest pairs of tokens of a head',
    'What a head reads and writes, direction by direction',
    'Any token of the vocabulary, looked up',
  ],
} as const satisfies AnalysisAbout;

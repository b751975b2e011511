import type { AnalysisAbout } from '../analysis-about.ts';

export const queryKeyAbout = {
  measures:
    'How well the distance of a query and a key tells how much one attends to the other, for each head, at the scale at which it tells most.',
  control: 'The same distance in the head’s full space: a picture can only lose from there.',
  interval: 'None: all heads are measured on the same tokens.',
  shows: [
    'The scale that fits each head, as a map',
    'How faithful distances are to attention',
    'The queries and keys of a head as points on a plane',
  ],
} as const satisfies AnalysisAbout;

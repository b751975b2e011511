import type { AnalysisAbout } from '../analysis-about.ts';

export const queryKeyAbout = {
  measures:
    'How well the distance of a query and a key tells q·k, which attention comes of, for each head, at four choices of scale.',
  control:
    'None. Beside each layout stands what all dimensions of the head give: what is lost by laying points out on a plane, or gained where disturbing dimensions are left out.',
  interval: 'None: all heads are measured on the same tokens.',
  shows: [
    'The scale that fits each head, as a map',
    'How far distances go with q·k, as a map',
    'The queries and keys of a head as points on a plane',
  ],
} as const satisfies AnalysisAbout;

import type { AnalysisName } from '../analysis-name.ts';

export const negationName = {
  kind: 'negation',
  title: 'Negation',
  listed: true,
} as const satisfies AnalysisName;

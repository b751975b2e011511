import type { AnalysisName } from '../analysis-name.ts';

export const patternsName = {
  kind: 'patterns',
  title: 'Patterns',
  listed: true,
} as const satisfies AnalysisName;

import type { AnalysisName } from '../analysis-name.ts';

export const inductionName = {
  kind: 'induction',
  title: 'Induction',
  listed: true,
} as const satisfies AnalysisName;

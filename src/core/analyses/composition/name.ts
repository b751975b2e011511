import type { AnalysisName } from '../analysis-name.ts';

export const compositionName = {
  kind: 'composition',
  title: 'Composition',
  listed: true,
} as const satisfies AnalysisName;

import type { AnalysisName } from '../analysis-name.ts';

export const neuronsName = {
  kind: 'neurons',
  title: 'Neurons',
  listed: true,
} as const satisfies AnalysisName;

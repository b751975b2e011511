import type { AnalysisName } from '../analysis-name.ts';

export const ablationName = {
  kind: 'ablation',
  title: 'Ablation',
  listed: true,
} as const satisfies AnalysisName;

import type { AnalysisName } from '../analysis-name.ts';

export const effectsName = {
  kind: 'effects',
  title: 'Effects',
  listed: true,
} as const satisfies AnalysisName;

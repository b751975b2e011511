import type { AnalysisName } from '../analysis-name.ts';

export const attributionName = {
  kind: 'attribution',
  title: 'Attribution',
  listed: true,
} as const satisfies AnalysisName;

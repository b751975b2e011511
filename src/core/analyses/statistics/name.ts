import type { AnalysisName } from '../analysis-name.ts';

export const statisticsName = {
  kind: 'statistics',
  title: 'Statistics',
  listed: false,
} as const satisfies AnalysisName;

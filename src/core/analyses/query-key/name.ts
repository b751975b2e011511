import type { AnalysisName } from '../analysis-name.ts';

export const queryKeyName = {
  kind: 'query-key',
  title: 'Queries and keys',
  listed: true,
} as const satisfies AnalysisName;

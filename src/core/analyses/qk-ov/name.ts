import type { AnalysisName } from '../analysis-name.ts';

export const qkOvName = {
  kind: 'qk-ov',
  title: 'QK and OV circuits',
  listed: true,
} as const satisfies AnalysisName;

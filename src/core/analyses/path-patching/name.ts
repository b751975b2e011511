import type { AnalysisName } from '../analysis-name.ts';

export const pathPatchingName = {
  kind: 'path-patching',
  title: 'Path patching',
  listed: true,
} as const satisfies AnalysisName;

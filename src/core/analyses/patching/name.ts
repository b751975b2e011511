import type { AnalysisName } from '../analysis-name.ts';

export const patchingName = {
  kind: 'patching',
  title: 'Activation patching',
  listed: true,
} as const satisfies AnalysisName;

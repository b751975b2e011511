import type { AnalysisName } from '../analysis-name.ts';

export const catalogueName = {
  kind: 'catalogue',
  title: 'Catalogue of heads',
  listed: true,
} as const satisfies AnalysisName;

import type { AnalysisName } from '../analysis-name.ts';

export const bigramsName = {
  kind: 'bigrams',
  title: 'Bigrams',
  listed: true,
} as const satisfies AnalysisName;

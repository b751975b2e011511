import type { AnalysisName } from '../analysis-name.ts';

export const normsName = { kind: 'norms', title: 'Norms', listed: true } as const satisfies AnalysisName;

import type { AnalysisName } from '../analysis-name.ts';

export const lensName = { kind: 'lens', title: 'Logit lens', listed: true } as const satisfies AnalysisName;

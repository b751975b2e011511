/** Every kind of analysis: contract, command line, screens and exports derive what they know of analyses from it. */
import type { AnalysisDefinition } from './analysis.ts';
import { induction } from './induction/definition.ts';
import { statistics } from './statistics/definition.ts';

export const ANALYSES = { statistics, induction } as const satisfies Readonly<
  Record<string, AnalysisDefinition>
>;

export type AnalysisKind = keyof typeof ANALYSES;
export const ANALYSIS_KINDS = Object.keys(ANALYSES) as AnalysisKind[];

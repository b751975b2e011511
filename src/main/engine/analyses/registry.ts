/**
 * Every kind of analysis with the half of it that works; a kind of core/analyses/registry.ts that is missing here does not
 * compile.
 */
import type { AnalysisKind } from '../../../core/analyses/registry.ts';
import type { AnalysisWork } from './analysis-work.ts';
import { inductionWork } from './induction/induction-work.ts';
import { statisticsWork } from './statistics/statistics-work.ts';

export const ANALYSIS_WORKS: Readonly<Record<AnalysisKind, AnalysisWork>> = {
  statistics: statisticsWork,
  induction: inductionWork,
};

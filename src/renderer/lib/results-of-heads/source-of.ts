import { type AnalysisSource, analysisSource } from '../../../core/analyses/head-figures/source.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import type { Analysis } from '../../../shared/analyses.ts';

/** What the captions of its figures say of an analysis, here as in files. */
export function sourceOf(analysis: Analysis): AnalysisSource {
  const definition = Object.values(ANALYSES).find(({ kind }) => kind === analysis.kind);
  return analysisSource(analysis, definition ?? { title: analysis.kind, unit: 'items' });
}

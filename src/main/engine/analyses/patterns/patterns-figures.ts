import { detectorsOf } from '../../../../core/analyses/patterns/calls.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { patterns } from '../../../../core/analyses/patterns/definition.ts';
import { patternsMatrix } from '../../../../core/analyses/patterns/matrix-figure.ts';
import { patternsUnseen } from '../../../../core/analyses/patterns/unseen-figure.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { type AnalysisOfFigure, figureOfAnalysis } from '../../figures/figure-kind.ts';

export const PATTERNS_FIGURE_KINDS = {
  'patterns-matrix': figureOfAnalysis(patterns.kind, patternsMatrix, (of, spec) => {
    checkDetector(of, spec.detector);
    return { ...spec, source: analysisSource(of.analysis, of.definition), result: of.result };
  }),
  'patterns-unseen': figureOfAnalysis(patterns.kind, patternsUnseen, (of, spec) => {
    checkDetector(of, spec.detector);
    return { ...spec, source: analysisSource(of.analysis, of.definition), result: of.result };
  }),
} as const;

/** @throws PairlensError NOT_FOUND naming those there are */
function checkDetector({ analysis: { id }, result }: AnalysisOfFigure, name: string | undefined): void {
  const names = detectorsOf(result);
  if (name === undefined || names.includes(name)) return;
  throw new PairlensError(
    'NOT_FOUND',
    `analysis ${id} has no detector “${name}”; it has ${names.join(', ')}`,
    { id, name },
  );
}

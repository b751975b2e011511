import { lens } from '../../../../core/analyses/lens/definition.ts';
import { lensStreamsFigure } from '../../../../core/analyses/lens/streams-figure.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const LENS_FIGURE_KINDS = {
  'lens-streams': figureOfAnalysis(lens.kind, lensStreamsFigure, (of, spec) => ({
    ...spec,
    source: analysisSource(of.analysis, of.definition),
    result: of.result,
  })),
} as const;

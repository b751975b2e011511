import { attribution } from '../../../../core/analyses/attribution/definition.ts';
import { componentsFigure } from '../../../../core/analyses/attribution/components-figure.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const ATTRIBUTION_FIGURE_KINDS = {
  'attribution-components': figureOfAnalysis(attribution.kind, componentsFigure, (of, spec) => ({
    ...spec,
    source: analysisSource(of.analysis, of.definition),
    result: of.result,
  })),
} as const;

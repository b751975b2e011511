import { norms } from '../../../../core/analyses/norms/definition.ts';
import { normsMixing } from '../../../../core/analyses/norms/mixing-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';

export const NORMS_FIGURE_KINDS = {
  'norms-mixing': figureOfAnalysis(norms.kind, normsMixing, (of, spec) => ({
    ...spec,
    source: analysisSource(of.analysis, of.definition),
    result: of.result,
  })),
} as const;

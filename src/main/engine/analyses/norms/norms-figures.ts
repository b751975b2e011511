import { normsSource } from '../../../../core/analyses/norms/caption.ts';
import { norms } from '../../../../core/analyses/norms/definition.ts';
import { normsMap } from '../../../../core/analyses/norms/map-figure.ts';
import { normsMixing } from '../../../../core/analyses/norms/mixing-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { checkHead } from '../check-head.ts';

export const NORMS_FIGURE_KINDS = {
  'norms-map': figureOfAnalysis(norms.kind, normsMap, ({ analysis, result }, spec) => {
    checkHead(analysis, spec);
    return { ...spec, source: normsSource(analysis), result };
  }),
  'norms-mixing': figureOfAnalysis(norms.kind, normsMixing, ({ analysis, result }, spec) => ({
    ...spec,
    source: normsSource(analysis),
    result,
  })),
} as const;

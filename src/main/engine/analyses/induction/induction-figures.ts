import { inductionLoss } from '../../../../core/analyses/induction/loss-figure.ts';
import { inductionMap } from '../../../../core/analyses/induction/map-figure.ts';
import { inductionSource } from '../../../../core/analyses/induction/caption.ts';
import { induction } from '../../../../core/analyses/induction/definition.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { checkHead } from '../check-head.ts';

export const INDUCTION_FIGURE_KINDS = {
  'induction-map': figureOfAnalysis(induction.kind, inductionMap, ({ analysis, result }, spec) => {
    checkHead(analysis, spec);
    return { ...spec, source: inductionSource(analysis), result };
  }),
  'induction-loss': figureOfAnalysis(induction.kind, inductionLoss, ({ analysis, result }, spec) => ({
    ...spec,
    source: inductionSource(analysis),
    result,
  })),
} as const;

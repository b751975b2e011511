import { inductionSource } from '../../../../core/analyses/induction/caption.ts';
import { induction } from '../../../../core/analyses/induction/definition.ts';
import { inductionLoss } from '../../../../core/analyses/induction/loss-figure.ts';
import { inductionMap } from '../../../../core/analyses/induction/map-figure.ts';
import { inductionScatter } from '../../../../core/analyses/induction/scatter-figure.ts';
import { inductionTrial } from '../../../../core/analyses/induction/trial-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { checkHeadOf } from '../check-head.ts';

export const INDUCTION_FIGURE_KINDS = {
  'induction-map': figureOfAnalysis(induction.kind, inductionMap, ({ analysis, result }, spec) => {
    checkHeadOf(analysis, spec);
    return { ...spec, source: inductionSource(analysis, result), result };
  }),
  'induction-loss': figureOfAnalysis(induction.kind, inductionLoss, ({ analysis, result }, spec) => ({
    ...spec,
    source: inductionSource(analysis, result),
    result,
  })),
  'induction-scatter': figureOfAnalysis(induction.kind, inductionScatter, ({ analysis, result }, spec) => {
    checkHeadOf(analysis, spec);
    return { ...spec, source: inductionSource(analysis, result), result };
  }),
  'induction-trial': figureOfAnalysis(induction.kind, inductionTrial, ({ analysis, result }, spec) => {
    checkHeadOf(analysis, spec);
    return { ...spec, source: inductionSource(analysis, result), result };
  }),
} as const;

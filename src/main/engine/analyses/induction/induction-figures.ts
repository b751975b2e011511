import { inductionLoss } from '../../../../core/analyses/induction/loss-figure.ts';
import { inductionMap } from '../../../../core/analyses/induction/map-figure.ts';
import { inductionSource } from '../../../../core/analyses/induction/caption.ts';
import { induction } from '../../../../core/analyses/induction/definition.ts';
import type { Analysis } from '../../../../shared/analyses.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

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

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
function checkHead(
  { model }: Analysis,
  spec: { readonly layer?: number | undefined; readonly head?: number | undefined },
): void {
  const { layer = 0, head = 0 } = spec;
  if (model === null || (layer < model.layers && head < model.heads)) return;
  throw new PairlensError(
    'NOT_FOUND',
    `${model.name} has no head ${head} in layer ${layer}: it has ${model.layers} layers of ${model.heads} heads, counted from 0`,
    { layer, head },
  );
}

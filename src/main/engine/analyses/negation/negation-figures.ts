import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { negation } from '../../../../core/analyses/negation/definition.ts';
import { negationLabelsFigure } from '../../../../core/analyses/negation/labels-figure.ts';
import {
  negationProfiles,
  negationQuantity,
  strongestHead,
} from '../../../../core/analyses/negation/of-heads.ts';
import { negationProfileFigure } from '../../../../core/analyses/negation/profile-figure.ts';
import { negationQuestionFigure } from '../../../../core/analyses/negation/question-figure.ts';
import type { NamedTensors } from '../../../../core/analyses/named-tensor.ts';
import type { HeadPlace } from '../../../../core/analyses/of-heads.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const NEGATION_FIGURE_KINDS = {
  'negation-profile': figureOfAnalysis(negation.kind, negationProfileFigure, ({ analysis, result }, spec) => {
    const at = headOf(result, spec);
    const profile = negationProfiles(result, at).find(({ name }) => name === spec.profile);
    if (profile === undefined) throw new PairlensError('INTERNAL', `negation has no profile ${spec.profile}`);
    return { source: analysisSource(analysis, negation), profile, at, plotWidth: spec.plotWidth };
  }),
  'negation-labels': figureOfAnalysis(negation.kind, negationLabelsFigure, ({ analysis, result }, spec) => ({
    ...spec,
    source: analysisSource(analysis, negation),
    result,
    at: headOf(result, spec),
  })),
  'negation-question': figureOfAnalysis(
    negation.kind,
    negationQuestionFigure,
    ({ analysis, result }, { question }) => ({
      source: analysisSource(analysis, negation),
      result,
      question,
    }),
  ),
} as const;

/** @throws PairlensError NOT_FOUND for a head that the model does not have */
function headOf(
  result: NamedTensors,
  { layer, head }: { readonly layer?: number | undefined; readonly head?: number | undefined },
): HeadPlace {
  if (layer === undefined || head === undefined) return strongestHead(result, 'to_cue_ratio');
  const { layers, heads } = negationQuantity(result, 'to_cue_ratio');
  if (layer < layers && head < heads) return { layer, head };
  throw new PairlensError(
    'NOT_FOUND',
    `there is no head ${head} in layer ${layer}: the model has ${layers} layers of ${heads} heads, counted from 0`,
    { layer, head },
  );
}

import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { neurons } from '../../../../core/analyses/neurons/definition.ts';
import { neuronsHistogram } from '../../../../core/analyses/neurons/histogram-figure.ts';
import { neuronsOf } from '../../../../core/analyses/neurons/neurons.ts';
import { nameOfNeuron } from '../../../../core/analyses/neurons/words.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const NEURONS_FIGURE_KINDS = {
  'neurons-histogram': figureOfAnalysis(neurons.kind, neuronsHistogram, (of, spec) => {
    const all = neuronsOf(of.result);
    const neuron =
      spec.layer === undefined && spec.neuron === undefined
        ? all[0]
        : all.find((one) => one.layer === spec.layer && one.neuron === spec.neuron);
    if (neuron === undefined)
      throw new PairlensError(
        'NOT_FOUND',
        `the analysis has no such neuron; it has ${all.map(nameOfNeuron).join(', ')}`,
      );
    return { ...spec, source: analysisSource(of.analysis, of.definition), neuron };
  }),
} as const;

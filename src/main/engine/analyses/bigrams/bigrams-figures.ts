import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { bigrams } from '../../../../core/analyses/bigrams/definition.ts';
import { bigramsCounts } from '../../../../core/analyses/bigrams/counts-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const BIGRAMS_FIGURE_KINDS = {
  'bigrams-counts': figureOfAnalysis(
    bigrams.kind,
    bigramsCounts,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
    }),
  ),
} as const;

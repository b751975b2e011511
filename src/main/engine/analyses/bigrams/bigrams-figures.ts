import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { bigrams } from '../../../../core/analyses/bigrams/definition.ts';
import { bigramsPoints } from '../../../../core/analyses/bigrams/points-figure.ts';
import { layoutOf } from '../../../../core/analyses/query-key/layout-words.ts';
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
  'bigrams-points': figureOfAnalysis(
    bigrams.kind,
    bigramsPoints,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
      layout: layoutOf(analysis.options),
    }),
  ),
} as const;

import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { composition } from '../../../../core/analyses/composition/definition.ts';
import { compositionGraph } from '../../../../core/analyses/composition/graph-figure.ts';
import { compositionMatrix } from '../../../../core/analyses/composition/matrix-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const COMPOSITION_FIGURE_KINDS = {
  'composition-graph': figureOfAnalysis(
    composition.kind,
    compositionGraph,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
    }),
  ),
  'composition-matrix': figureOfAnalysis(
    composition.kind,
    compositionMatrix,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
    }),
  ),
} as const;

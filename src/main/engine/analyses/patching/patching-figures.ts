import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { patching } from '../../../../core/analyses/patching/definition.ts';
import { patchingMap } from '../../../../core/analyses/patching/map-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const PATCHING_FIGURE_KINDS = {
  'patching-map': figureOfAnalysis(patching.kind, patchingMap, ({ analysis, result }, spec) => ({
    source: analysisSource(analysis, patching),
    result,
    spec,
  })),
} as const;

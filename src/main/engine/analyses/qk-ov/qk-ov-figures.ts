import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { qkOv } from '../../../../core/analyses/qk-ov/definition.ts';
import { qkOvEigenvalues } from '../../../../core/analyses/qk-ov/eigenvalues-figure.ts';
import { qkOvMap } from '../../../../core/analyses/qk-ov/map-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const QK_OV_FIGURE_KINDS = {
  'qk-ov-map': figureOfAnalysis(qkOv.kind, qkOvMap, ({ analysis, definition, result }, spec) => ({
    ...spec,
    source: analysisSource(analysis, definition),
    result,
  })),
  'qk-ov-eigenvalues': figureOfAnalysis(
    qkOv.kind,
    qkOvEigenvalues,
    ({ analysis, definition, result }, spec) => ({
      ...spec,
      source: analysisSource(analysis, definition),
      result,
    }),
  ),
} as const;

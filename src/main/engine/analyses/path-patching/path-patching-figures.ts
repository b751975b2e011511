import { analysisSource } from '../../../../core/analyses/head-figures/source.ts';
import { pathPatching } from '../../../../core/analyses/path-patching/definition.ts';
import { pathMap } from '../../../../core/analyses/path-patching/map-figure.ts';
import { mapsOf } from '../../../../core/analyses/path-patching/maps.ts';
import { PairlensError } from '../../../../shared/errors.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';
import { checkHeadOf } from '../check-head.ts';

export const PATH_PATCHING_FIGURE_KINDS = {
  'path-map': figureOfAnalysis(pathPatching.kind, pathMap, ({ analysis, definition, result }, spec) => {
    checkHeadOf(analysis, spec);
    const maps = result.has('paths.share') ? mapsOf(result).length : 0;
    if ((spec.map ?? 0) >= maps)
      throw new PairlensError(
        'NOT_FOUND',
        `analysis ${analysis.id} has ${maps} receivers, counted from 0: there is no ${spec.map ?? 0}`,
        { id: analysis.id, map: spec.map ?? 0 },
      );
    return { ...spec, source: analysisSource(analysis, definition), result };
  }),
} as const;

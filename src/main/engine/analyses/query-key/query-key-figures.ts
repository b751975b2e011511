import { queryKeySource } from '../../../../core/analyses/query-key/caption.ts';
import { queryKey } from '../../../../core/analyses/query-key/definition.ts';
import { queryKeyHeads } from '../../../../core/analyses/query-key/heads-figure.ts';
import { layoutOf } from '../../../../core/analyses/query-key/layout-words.ts';
import { queryKeyPoints } from '../../../../core/analyses/query-key/points-figure.ts';
import { queryKeyMap } from '../../../../core/analyses/query-key/map-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const QUERY_KEY_FIGURE_KINDS = {
  'query-key-map': figureOfAnalysis(queryKey.kind, queryKeyMap, ({ analysis, result }, spec) => ({
    ...spec,
    source: queryKeySource(analysis),
    result,
  })),
  'query-key-points': figureOfAnalysis(queryKey.kind, queryKeyPoints, ({ analysis, result }, spec) => ({
    ...spec,
    source: queryKeySource(analysis),
    result,
    layout: layoutOf(analysis.options),
  })),
  'query-key-heads': figureOfAnalysis(queryKey.kind, queryKeyHeads, ({ analysis, result }, { width }) => ({
    source: queryKeySource(analysis),
    result,
    width,
  })),
} as const;

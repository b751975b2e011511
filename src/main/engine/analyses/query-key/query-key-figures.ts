import { queryKeySource } from '../../../../core/analyses/query-key/caption.ts';
import { queryKey } from '../../../../core/analyses/query-key/definition.ts';
import { queryKeyMap } from '../../../../core/analyses/query-key/map-figure.ts';
import { figureOfAnalysis } from '../../figures/figure-kind.ts';

export const QUERY_KEY_FIGURE_KINDS = {
  'query-key-map': figureOfAnalysis(queryKey.kind, queryKeyMap, ({ analysis, result }, spec) => ({
    ...spec,
    source: queryKeySource(analysis),
    result,
  })),
} as const;

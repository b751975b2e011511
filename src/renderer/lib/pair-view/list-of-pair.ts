/** The list that a pair was opened from, and the pairs beside it there. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import type { PairDetail } from '../../../shared/entities.ts';
import type { ResultNeighbours } from '../../../shared/results.ts';
import { orpc } from '../engine/server-state.ts';
import { formatCount } from '../format/format.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import { parseRoute } from '../navigation/rooms.ts';
import type { RouteOf } from '../navigation/route.ts';
import { orderOf } from '../result-lists/list-order.ts';

/** An address of a pair that says which head is shown. */
export type PairRoute = RouteOf<'pair'> & { readonly layer: number; readonly head: number };
export type PlaceInList = Pick<PairRoute, 'pairId' | 'layer' | 'head'>;

/** What lies before and after a pair. */
export interface Beside {
  readonly previous: PlaceInList | null;
  readonly next: PlaceInList | null;
  /** '3 of 547 in the list'; '' where it is the whole set that one walks through. */
  readonly words: string;
}

/** The list as it is shown itself; null: it was opened from none, or by an address that says none. */
export function listOf({ projectId, runId, list }: RouteOf<'pair'>): RouteOf<'results'> | null {
  if (list === undefined) return null;
  const route = parseRoute(navigation.rooms, `#/projects/${projectId}/results/${runId}?${list}`);
  return route?.room === 'results' ? route : null;
}

export function neighboursQuery(route: PairRoute) {
  const list = listOf(route);
  const { runId, pairId, layer, head } = route;
  return queryOptions({
    ...orpc.results.neighbours.queryOptions({
      input:
        list === null
          ? skipToken
          : {
              runId,
              filter: list.filter,
              sort: orderOf(list),
              metric: list.metric,
              group: list.group,
              pairId,
              layer,
              head,
            },
    }),
    // What lies beside the pair before is shown until what lies beside this one is known.
    placeholderData: keepPreviousData,
  });
}

/** In the list, else in the set's order; a pair that is not in the list any more goes on in the set's. */
export function besideOf(
  route: PairRoute,
  detail: PairDetail,
  neighbours: ResultNeighbours | undefined,
): Beside {
  if (neighbours !== undefined && neighbours.index !== null)
    return {
      previous: neighbours.previous,
      next: neighbours.next,
      words: `${formatCount(neighbours.index + 1)} of ${formatCount(neighbours.count)} in the list`,
    };
  const at = (pairId: number | null) =>
    pairId === null ? null : { pairId, layer: route.layer, head: route.head };
  return { previous: at(detail.previousPairId), next: at(detail.nextPairId), words: '' };
}

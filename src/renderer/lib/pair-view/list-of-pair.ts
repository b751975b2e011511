/** The list that a pair was opened from, and the pairs beside it there. */
import { keepPreviousData, queryOptions, skipToken } from '@tanstack/svelte-query';
import { filterWords } from '../../../core/metrics/filter-words.ts';
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

/** A list, and which of its lines the pair is. */
export interface PlacesOfList {
  /** '3 of 547 in the list' */
  readonly place: string;
  /** What the list is filtered by: 'one token'; '' for nothing. */
  readonly filter: string;
  readonly to: RouteOf<'results'>;
}

/** What lies before and after a pair. */
export interface Beside {
  readonly previous: PlaceInList | null;
  readonly next: PlaceInList | null;
  /** The list that one walks through; null: it is the whole set. */
  readonly list: PlacesOfList | null;
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
  const list = listOf(route);
  if (list !== null && neighbours !== undefined && neighbours.index !== null)
    return {
      previous: neighbours.previous,
      next: neighbours.next,
      list: {
        place: `${formatCount(neighbours.index + 1)} of ${formatCount(neighbours.count)} in the list`,
        filter: filterWords(list.filter),
        // A list of heads has no line for a pair.
        to: list.group === 'heads' ? list : { ...list, at: neighbours.index },
      },
    };
  const at = (pairId: number | null) =>
    pairId === null ? null : { pairId, layer: route.layer, head: route.head };
  return { previous: at(detail.previousPairId), next: at(detail.nextPairId), list: null };
}

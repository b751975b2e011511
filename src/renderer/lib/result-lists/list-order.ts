/** In which order the lines of a list stand, and what a pair that is opened from it knows of it. */
import { type MetricName, METRICS } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { href } from '../navigation/navigation.svelte.ts';
import type { RouteInput, RouteOf } from '../navigation/route.ts';

/** As the address says; else pairs by how far out the metric is, and rows in the set's order. */
export function orderOf({ sort, group, metric }: RouteOf<'results'>): ResultSort {
  if (sort !== undefined) return sort;
  if (group === 'rows') return { by: 'pair', direction: 'asc' };
  return { by: metric, direction: METRICS[metric].change === 'low' ? 'asc' : 'desc' };
}

/** What stands behind the ? of the list's address: which lines it has, in which order. */
export function listQuery(route: RouteOf<'results'>): string {
  return queryOf({ ...route, at: 0, open: [], hidden: [], extra: [], histograms: false });
}

/** The pairs of one head, the largest value of a metric first, as such a list. */
export function listOfHead({
  group,
  layer,
  head,
  ...of
}: {
  readonly projectId: number;
  readonly runId: number;
  readonly metric: MetricName;
  /** '' is the whole set. */
  readonly group: string;
  readonly layer: number;
  readonly head: number;
}): string {
  return queryOf({
    room: 'results',
    ...of,
    group: 'rows',
    filter: { layers: [layer], heads: [head], ...(group !== '' && { labels: [group] }) },
    sort: { by: of.metric, direction: 'desc' },
  });
}

/** The pairs that pass a filter, in the order of their set, as such a list. */
export function listOfPairs({
  projectId,
  runId,
  filter,
}: {
  readonly projectId: number;
  readonly runId: number;
  readonly filter: Partial<ResultFilter>;
}): string {
  return queryOf({ room: 'results', projectId, runId, filter, sort: { by: 'pair', direction: 'asc' } });
}

function queryOf(target: RouteInput): string {
  const address = href(target);
  return address.slice(address.indexOf('?') + 1 || address.length);
}

/** Where each list was left, by its address without what is selected: the line at the top. */
const tops = new Map<string, number>();

function keyOf(route: RouteOf<'results'>): string {
  return href({ ...route, at: 0 });
}

export function rememberTop(route: RouteOf<'results'>, top: number): void {
  tops.set(keyOf(route), top);
}

export function rememberedTop(route: RouteOf<'results'>): number | undefined {
  return tops.get(keyOf(route));
}

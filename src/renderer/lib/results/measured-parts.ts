/** What an address of results says of metrics that its run has not measured. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { RouteOf } from '../navigation/route.ts';
import { sortOf, sortSteps } from './columns.ts';

type Parts = Pick<RouteOf<'results'>, 'metric' | 'sort'>;

/**
 * The order and the metric of the lines without those that were not measured: by them all lines are alike.
 * @returns what the address says instead, and the metrics that are not there
 */
export function measuredParts(
  { metric, sort }: Readonly<Parts>,
  measured: readonly MetricName[],
): { readonly parts: Partial<Parts>; readonly lacking: readonly MetricName[] } {
  const isThere = (by: string): boolean =>
    !(METRIC_NAMES as readonly string[]).includes(by) || (measured as readonly string[]).includes(by);
  const steps = sort === undefined ? [] : sortSteps(sort);
  const [first] = measured;
  const lacking = METRIC_NAMES.filter(
    (name) => !isThere(name) && (name === metric || steps.some(({ by }) => by === name)),
  );
  return {
    parts: {
      ...(steps.every(({ by }) => isThere(by))
        ? {}
        : { sort: sortOf(steps.filter(({ by }) => isThere(by))) }),
      ...(isThere(metric) || first === undefined ? {} : { metric: first }),
    },
    // A run that measured nothing has no lines to put in order.
    lacking: first === undefined ? [] : lacking,
  };
}

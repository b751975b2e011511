/** What an address says of the pairs that are shown. */
import { pairView, type PairView } from '../../../shared/set-pairs.ts';
import type { RouteOf } from '../navigation/route.ts';

type Shown = Pick<RouteOf<'pairs'>, 'search' | 'regex' | 'labels' | 'looks' | 'sort' | 'descending'>;

/** The view; what to sort by that is no column (any more) is the order of the set. */
export function viewOf({ search, regex, labels, looks, sort, descending }: Shown): PairView {
  const view = {
    search,
    // What is not typed to its end is no expression yet, and finds all.
    regex: regex && search !== '',
    labels: labels.map((label) => (label === '' ? null : label)),
    looks: [...looks],
    descending,
  };
  const parsed = pairView.safeParse({ ...view, sort });
  return parsed.success ? parsed.data : pairView.parse(view);
}

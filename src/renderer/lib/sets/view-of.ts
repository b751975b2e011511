/** What an address says of the pairs that are shown. */
import { isTokenLook } from '../../../core/pairs/pair-looks.ts';
import { pairView, type PairView } from '../../../shared/set-pairs.ts';
import type { RouteOf } from '../navigation/route.ts';
import { TOKENS } from './grid-columns.ts';

type Shown = Pick<
  RouteOf<'pairs'>,
  'search' | 'regex' | 'labels' | 'looks' | 'model' | 'sort' | 'descending'
>;

/** The view, with a model where its tokens decide what is shown; what to sort by that is no column (any more) is the order of the set. */
export function viewOf({ search, regex, labels, looks, model, sort, descending }: Shown): PairView {
  const view = {
    search,
    // What is not typed to its end is no expression yet, and finds all.
    regex: regex && search !== '',
    labels: labels.map((label) => (label === '' ? null : label)),
    looks: [...looks],
    model: sort === TOKENS || looks.some(isTokenLook) ? model : '',
    descending,
  };
  const parsed = pairView.safeParse({ ...view, sort });
  return parsed.success ? parsed.data : pairView.parse(view);
}

/** Whether pairs are left out of a view. */
export function isFiltered({
  search,
  labels,
  looks,
}: Readonly<Record<'search' | 'labels' | 'looks', { readonly length: number }>>): boolean {
  return search.length > 0 || labels.length > 0 || looks.length > 0;
}

/** All pairs of the set, in the order of a view. */
export function unfiltered({ model, sort, descending }: PairView): PairView {
  return { ...pairView.parse({}), model, sort, descending };
}

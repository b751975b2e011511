/** What an address says of the pairs that are shown. */
import { isTokenLook } from '../../../core/pairs/pair-looks.ts';
import { pairView, type PairView } from '../../../shared/set-pairs.ts';
import type { RouteOf } from '../navigation/route.ts';
import { TOKENS } from './grid-columns.ts';

type Shown = Pick<
  RouteOf<'pairs'>,
  'search' | 'regex' | 'labels' | 'looks' | 'model' | 'sort' | 'descending' | 'then'
>;

/** The view, with a model where its tokens decide what is shown; what to sort by that is no column (any more) is the order of the set. */
export function viewOf({ search, regex, labels, looks, model, sort, descending, then }: Shown): PairView {
  const view = {
    search,
    // What is not typed to its end is no expression yet, and finds all.
    regex: regex && search !== '',
    labels: labels.map((label) => (label === '' ? null : label)),
    looks: [...looks],
    model: isSortedBy(TOKENS, { sort, then }) || looks.some(isTokenLook) ? model : '',
    descending,
  };
  const columns = then.filter(({ by }) => isColumn(by)).map((key) => ({ ...key }));
  return pairView.parse({ ...view, ...(isColumn(sort) && { sort, then: columns }) });
}

function isColumn(sort: string): boolean {
  return pairView.safeParse({ sort }).success;
}

/** Whether a column is one of those that pairs are sorted by. */
function isSortedBy(column: string, { sort, then }: Pick<Shown, 'sort' | 'then'>): boolean {
  return sort === column || then.some(({ by }) => by === column);
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
export function unfiltered({ model, sort, descending, then }: PairView): PairView {
  return { ...pairView.parse({}), model, sort, descending, then };
}

/** By which columns the pairs of a grid are sorted, one after the other, and what a click on a heading makes of that. */
import { MOST } from '../../../core/bounds.ts';
import type { PairView } from '../../../shared/set-pairs.ts';

export type GridOrder = Pick<PairView, 'sort' | 'descending' | 'then'>;
type SortKey = PairView['then'][number];

const IN_SET = 'position';
const AS_IN_SET: GridOrder = { sort: IN_SET, descending: false, then: [] };

/** The first key first; none: the order of the set. No two pairs have one place in it, so that nothing comes after that. */
export function sortKeys({ sort, descending, then }: GridOrder): readonly SortKey[] {
  if (sort === IN_SET) return descending ? [{ by: sort, descending }] : [];
  return [{ by: sort, descending }, ...then];
}

function orderBy([first, ...then]: readonly SortKey[]): GridOrder {
  return first === undefined ? AS_IN_SET : { sort: first.by, descending: first.descending, then };
}

/** The same without a column that goes. */
export function withoutColumn(column: string, order: GridOrder): GridOrder {
  return orderBy(sortKeys(order).filter(({ by }) => by !== column));
}

/**
 * Up, down, and back to the order of the set. With `also` the column is one more key, after those that are there; clicked
 * that way it turns, and goes on the third click.
 */
export function orderAfterClick(order: GridOrder, by: string, also = false): GridOrder {
  const keys = sortKeys(order);
  const own = keys.find((key) => key.by === by);
  if (!also || by === IN_SET || order.sort === IN_SET) {
    if (own === undefined || own !== keys[0]) return orderBy([{ by, descending: by === IN_SET }]);
    return orderBy(own.descending ? [] : [{ by, descending: true }]);
  }
  if (own === undefined) return orderBy([...keys, { by, descending: false }].slice(-MOST.sortKeys));
  return orderBy(
    own.descending
      ? keys.filter((key) => key !== own)
      : keys.map((key) => (key === own ? { by, descending: true } : key)),
  );
}

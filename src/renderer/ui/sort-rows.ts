/** Rows in the order of what one of their columns has. */
import { ascending, descending } from 'd3-array';

/** Words by the alphabet with numbers as numbers, null last either way; rows that are equal stay as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => string | number | null,
  direction: 'asc' | 'desc',
): Row[] {
  const order = direction === 'asc' ? ascending : descending;
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    if (typeof one === 'string' && typeof other === 'string')
      return (direction === 'asc' ? 1 : -1) * WORDS.compare(one, other);
    return order(one, other);
  });
}

const WORDS = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

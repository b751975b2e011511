/** Items by their value at a head: those at both ends and in the middle, and one of each decile. */
import { formatValue } from '../figures/figure.ts';

export interface RankedItem {
  /** Place in the plan. */
  readonly position: number;
  readonly value: number;
  /** 1 for the largest value. */
  readonly rank: number;
}

export interface ExtremeItems {
  /** The largest first. */
  readonly top: readonly RankedItem[];
  /** Around the median, the larger first. */
  readonly middle: readonly RankedItem[];
  /** The smallest first. */
  readonly bottom: readonly RankedItem[];
  /** Items that have a value. */
  readonly defined: number;
}

/** Ties go to the earlier place. @param values null: undefined, left out */
export function rankedItems(positions: readonly number[], values: readonly (number | null)[]): RankedItem[] {
  return positions
    .flatMap((position, index) => {
      const value = values[index] ?? null;
      return value === null ? [] : [{ position, value }];
    })
    .toSorted((a, b) => b.value - a.value || a.position - b.position)
    .map((item, index) => ({ ...item, rank: index + 1 }));
}

/** So many of each, fewer where there are not three times as many: no item stands in two lists. */
export function extremeItems(ranked: readonly RankedItem[], each = 10): ExtremeItems {
  const count = ranked.length < 3 ? ranked.length : Math.min(each, Math.floor(ranked.length / 3));
  const outer = ranked.length < 3 ? 0 : count;
  const from = Math.floor((ranked.length - outer) / 2);
  return {
    top: ranked.slice(0, count),
    middle: ranked.slice(from, from + outer),
    bottom: ranked.slice(ranked.length - outer).toReversed(),
    defined: ranked.length,
  };
}

/**
 * Whether the first and the last of a ranking are one number as it is shown: then its ends and its middle are the same.
 * @param shown as the list writes a value
 */
export function areAlike(
  ranked: readonly Pick<RankedItem, 'value'>[],
  shown: (value: number) => string = formatValue,
): boolean {
  const [first, last] = [ranked[0], ranked.at(-1)];
  if (first === undefined || last === undefined || ranked.length < 2) return false;
  return shown(first.value) === shown(last.value);
}

export interface DecileItem extends RankedItem {
  /** 'highest', 'decile 10', … 'decile 1', 'lowest'; of fewer than ten 'highest', '2 of 3', 'lowest'. */
  readonly words: string;
}

/** So few have no deciles: all of them are listed. */
export const FEWEST_OF_DECILES = 10;

/** The largest, the item in the middle of each decile, and the smallest: never only the top. */
export function decileItems(ranked: readonly RankedItem[]): DecileItem[] {
  const n = ranked.length;
  if (n < FEWEST_OF_DECILES) return ranked.map((item, index) => ({ ...item, words: endWords(index, n) }));
  const middles = Array.from({ length: 10 }, (_, index) => {
    const item = ranked[Math.floor(((index + 0.5) / 10) * n)];
    return item === undefined ? [] : [{ ...item, words: `decile ${10 - index}` }];
  }).flat();
  return [
    ...ranked.slice(0, 1).map((item) => ({ ...item, words: HIGHEST })),
    ...middles.filter(({ rank }) => rank > 1 && rank < n),
    ...ranked.slice(n - 1).map((item) => ({ ...item, words: LOWEST })),
  ];
}

/** Of values, not of how much changes: a similarity is lowest where most has changed. */
const HIGHEST = 'highest';
const LOWEST = 'lowest';

function endWords(index: number, count: number): string {
  return index === 0 ? HIGHEST : index === count - 1 ? LOWEST : `${index + 1} of ${count}`;
}

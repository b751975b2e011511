/**
 * Which queries the metrics of a pair are taken over. In a causal model every query before the first change sees the same
 * in both statements, so that means over all queries are diluted by those that cannot change. docs/science.md, section 2.
 */
import type { Alignment } from '../pairs/alignment.ts';

/**
 * `all`; `from_change`: from the first position on at which the statements differ; `change`: substituted tokens alone;
 * `last`: the last token that is not special.
 */
export const QUERIES = ['all', 'from_change', 'change', 'last'] as const;
export type Queries = (typeof QUERIES)[number];

/** What can be asked for: `auto` is what suits the model, see {@link queriesFor}. */
export const QUERY_CHOICES = ['auto', ...QUERIES] as const;
export type QueryChoice = (typeof QUERY_CHOICES)[number];

/** As captions and screens say it. */
export const QUERY_WORDS: Readonly<Record<Queries, string>> = {
  all: 'all queries',
  from_change: 'queries from the change on',
  change: 'queries at the change',
  last: 'the last query',
};

/** What is used where a person asks for `choice`. */
export function queriesFor(choice: QueryChoice, isCausal: boolean): Queries {
  if (choice !== 'auto') return choice;
  return isCausal ? 'from_change' : 'all';
}

/** The queries of a pair that count. */
export interface SelectedQueries {
  /** [q] indices s of aligned positions, for metrics that compare rows. */
  readonly aligned: Int32Array;
  /** Rows of each statement, for metrics of one statement alone; the aligned queries are among them. */
  readonly originalRows: Int32Array;
  readonly counterfactualRows: Int32Array;
}

/** What is known of the tokens of a pair. */
export interface TokenPair {
  /** [n] token ids */
  readonly originalIds: readonly number[];
  /** [n'] token ids */
  readonly counterfactualIds: readonly number[];
  readonly alignment: Alignment;
}

/** How many positions both statements begin with alike: aligned in place, with the same token. */
export function commonPrefix({ originalIds, counterfactualIds, alignment }: TokenPair): number {
  const { original, counterfactual } = alignment;
  let length = 0;
  while (
    length < original.length &&
    original[length] === length &&
    counterfactual[length] === length &&
    originalIds[length] === counterfactualIds[length]
  )
    length += 1;
  return length;
}

/** [m] whether the aligned positions hold different tokens. */
export function substitutions({ originalIds, counterfactualIds, alignment }: TokenPair): boolean[] {
  return Array.from(
    alignment.original,
    (i, s) => originalIds[i] !== counterfactualIds[alignment.counterfactual[s] ?? -1],
  );
}

export function selectQueries(
  queries: Queries,
  pair: TokenPair,
  specialIds: ReadonlySet<number>,
): SelectedQueries {
  const { originalIds, counterfactualIds, alignment } = pair;
  const positions = Array.from(alignment.original, (i, s): readonly [number, number] => [
    i,
    alignment.counterfactual[s] ?? -1,
  ]);
  const where = (holds: (i: number, j: number, s: number) => boolean): Int32Array =>
    Int32Array.from(positions.flatMap(([i, j], s) => (holds(i, j, s) ? [s] : [])));
  switch (queries) {
    case 'all':
      return {
        aligned: where(() => true),
        originalRows: positionsFrom(0, originalIds.length),
        counterfactualRows: positionsFrom(0, counterfactualIds.length),
      };
    case 'from_change': {
      const start = commonPrefix(pair);
      return {
        aligned: where((i, j) => i >= start && j >= start),
        originalRows: positionsFrom(start, originalIds.length),
        counterfactualRows: positionsFrom(start, counterfactualIds.length),
      };
    }
    case 'change': {
      const substituted = substitutions(pair);
      const aligned = where((_i, _j, s) => substituted[s] === true);
      const withAligned = (unaligned: Int32Array, of: Int32Array): Int32Array =>
        Int32Array.from([...unaligned, ...Array.from(aligned, (s) => of[s] ?? -1)]).sort();
      return {
        aligned,
        originalRows: withAligned(alignment.unalignedOriginal, alignment.original),
        counterfactualRows: withAligned(alignment.unalignedCounterfactual, alignment.counterfactual),
      };
    }
    case 'last': {
      const lastA = originalIds.findLastIndex((id) => !specialIds.has(id));
      const lastB = counterfactualIds.findLastIndex((id) => !specialIds.has(id));
      return {
        aligned: where((i, j) => i === lastA && j === lastB),
        originalRows: Int32Array.from(lastA < 0 ? [] : [lastA]),
        counterfactualRows: Int32Array.from(lastB < 0 ? [] : [lastB]),
      };
    }
  }
}

function positionsFrom(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, index) => start + index);
}

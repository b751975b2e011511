/** Whether the neutral changes of a set are like its counterfactual ones, to a tokenizer: the balance of a comparison. */
import { deviation, mean } from 'd3-array';
import { changeBetween, shapeOf, type Change } from './change.ts';
import type { Triple } from './set-files.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

export interface BalanceRow {
  readonly quantity: 'length' | 'inserted' | 'deleted' | 'substituted' | 'position' | 'rank';
  /** Mean over pairs; null where no pair has a value. */
  readonly counterfactual: number | null;
  readonly neutral: number | null;
  readonly standardisedDifference: number | null;
}

export interface Balance {
  readonly tokenizer: string;
  readonly pairs: number;
  /** Pairs whose two changes insert, delete and substitute as many tokens. */
  readonly equalShapes: number;
  /** Pairs whose two changes begin at the same token. */
  readonly equalPlaces: number;
  readonly rows: readonly BalanceRow[];
  /** By label: mean rank of the counterfactuals less that of the neutrals; none where ids are no ranks. */
  readonly rankByLabel: ReadonlyMap<string, number>;
}

/** Both changes of every pair, compared by quantity. */
export function balanceOf(triples: readonly Triple[], tokenizer: BalanceTokenizer): Balance {
  const changes = triples.map(({ label, original, counterfactual, neutral }) => ({
    label,
    counterfactual: changeBetween(original, counterfactual, tokenizer),
    neutral: changeBetween(original, neutral, tokenizer),
  }));
  const quantities = ['length', 'inserted', 'deleted', 'substituted', 'position', 'rank'] as const;
  const rows = quantities
    .filter((quantity) => quantity !== 'rank' || tokenizer.idsAreRanks)
    .map((quantity): BalanceRow => {
      const values = (side: 'counterfactual' | 'neutral') =>
        changes.map((change) => change[side][quantity]).filter((value) => value !== null);
      const [x, y] = [values('counterfactual'), values('neutral')];
      return {
        quantity,
        counterfactual: mean(x) ?? null,
        neutral: mean(y) ?? null,
        standardisedDifference: standardisedDifference(x, y),
      };
    });
  const count = (holds: (counterfactual: Change, neutral: Change) => boolean) =>
    changes.filter(({ counterfactual, neutral }) => holds(counterfactual, neutral)).length;
  return {
    tokenizer: tokenizer.title,
    pairs: triples.length,
    equalShapes: count((counterfactual, neutral) => shapeOf(counterfactual) === shapeOf(neutral)),
    equalPlaces: count((counterfactual, neutral) => counterfactual.first === neutral.first),
    rows,
    rankByLabel: tokenizer.idsAreRanks ? rankByLabel(changes) : new Map(),
  };
}

interface Changes {
  readonly label: string;
  readonly counterfactual: Change;
  readonly neutral: Change;
}

function rankByLabel(changes: readonly Changes[]): Map<string, number> {
  const differences = changes.flatMap(({ label, counterfactual, neutral }) =>
    counterfactual.rank === null || neutral.rank === null
      ? []
      : [{ label, difference: counterfactual.rank - neutral.rank }],
  );
  return new Map(
    Array.from(
      Map.groupBy(differences, ({ label }) => label),
      ([label, group]) => [label, mean(group, ({ difference }) => difference) ?? 0],
    ),
  );
}

/**
 * Difference of the means in units of the root of the mean variance; 0 for two equal constants, null for two constants
 * that differ and for fewer than two values a side.
 */
export function standardisedDifference(x: readonly number[], y: readonly number[]): number | null {
  const [meanX, meanY, deviationX, deviationY] = [mean(x), mean(y), deviation(x), deviation(y)];
  if (meanX === undefined || meanY === undefined || deviationX === undefined || deviationY === undefined) {
    return null;
  }
  const unit = Math.sqrt((deviationX ** 2 + deviationY ** 2) / 2);
  if (unit === 0) return meanX === meanY ? 0 : null;
  return (meanX - meanY) / unit;
}

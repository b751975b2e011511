/** Whether the neutral changes of a set are like its counterfactual ones, to a tokenizer: the balance of a comparison. */
import { mean } from 'd3-array';
import { balanceBefore } from '../../src/core/statistics/balance.ts';
import {
  covariateColumn,
  PAIR_COVARIATES,
  type PairCovariate,
} from '../../src/core/statistics/pair-covariates.ts';
import { changeBetween, shapeOf, type Change } from './change.ts';
import type { Triple } from './set-files.ts';
import type { BalanceTokenizer } from './tokenizers.ts';

export interface BalanceRow {
  readonly quantity: PairCovariate;
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
  const rows = PAIR_COVARIATES.filter((quantity) => quantity !== 'rank' || tokenizer.idsAreRanks).map(
    (quantity): BalanceRow => {
      const values = (side: 'counterfactual' | 'neutral') =>
        covariateColumn(
          changes.map((change) => change[side]),
          quantity,
        );
      const { set, control, standardisedDifference } = balanceBefore(
        values('counterfactual'),
        values('neutral'),
      );
      return { quantity, counterfactual: set, neutral: control, standardisedDifference };
    },
  );
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

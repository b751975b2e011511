/** Comparisons and heads to say something of, for tests. */
import type { Outcome } from '../../statistics/outcome.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import { describeFindings, type FindingsInput } from './findings.ts';
import type { StatisticsRow } from './rows.ts';
import { exampleRow } from './statistics-row.example.ts';

/** Pairs with their neutrals, all alike. */
export const PAIRED: ComparisonDesign = {
  kind: 'paired',
  fallback: null,
  pairs: 100,
  controlPairs: 0,
  compared: 100,
  comparedControl: 100,
  clusters: null,
  strata: [],
  leftOut: [],
  balance: [],
  covariates: [],
  notAdjusted: [],
  pairsInThirds: 0,
  adjustment: 'regression',
};
/** A set against a control set, in strata. */
export const MATCHED: ComparisonDesign = {
  ...PAIRED,
  kind: 'matched',
  controlPairs: 80,
  comparedControl: 70,
  strata: [
    { name: '1/0/0', set: 60, control: 40 },
    { name: '0/0/1', set: 40, control: 30 },
  ],
};

/** So many heads of each outcome, twelve in a layer, with differences that fall from head to head. */
export function heads(
  counts: Partial<Record<Outcome, number>>,
  known: Partial<StatisticsRow> = {},
): StatisticsRow[] {
  const outcomes = Object.entries(counts).flatMap(([outcome, count]) =>
    Array<Outcome>(count).fill(outcome as Outcome),
  );
  return outcomes.map((outcome, place) =>
    exampleRow(Math.floor(place / 12), place % 12, {
      n: 100,
      comparison: 'paired',
      control_mean: 0.05,
      difference: (outcome === 'less' ? -0.01 : 0.1) - place / 10_000,
      difference_ci_low: 0.02,
      difference_ci_high: 0.2,
      outcome,
      ...known,
    }),
  );
}

/** What is found of them: of pairs with their neutrals, unless told otherwise. */
export function find(rows: readonly StatisticsRow[], input: Partial<FindingsInput> = {}) {
  return describeFindings({
    metric: 'attention_js_divergence',
    design: PAIRED,
    rows,
    set: 'negation',
    controlSet: null,
    group: '',
    ...input,
  });
}

/** What would change a finding, and what not to read into it, in sentences. */
import { formatValue } from '../../figures/figure.ts';
import { METRICS } from '../../metrics/catalogue.ts';
import { type CountedPairs, noteSentences } from '../../pairs/quality-words.ts';
import type { Balance, BalanceRow } from '../../statistics/balance.ts';
import type { PairCovariate } from '../../statistics/pair-covariates.ts';
import { RESTS_ON_ONE_PAIR } from '../../statistics/influence.ts';
import { adviseClusters } from '../../statistics/intraclass.ts';
import { OUTCOME_LEVEL, UNRESOLVED } from '../../statistics/outcome.ts';
import { COVARIATES } from './comparison-choice.ts';
import type { ComparisonDesign } from './comparison-design.ts';
import { countWords } from './count-words.ts';
import { isCalledAgainstZero } from './found.ts';
import type { StatisticsRow } from './rows.ts';

interface CaveatInput {
  readonly design: ComparisonDesign;
  readonly rows: readonly StatisticsRow[];
  readonly quality?: readonly CountedPairs[] | undefined;
}

export function caveats({ design, rows, quality = [] }: CaveatInput): string[] {
  return [
    ...(design.fallback === null || saysWhyNothing({ design, rows }) ? [] : [design.fallback]),
    ...imbalance(design),
    ...notAdjusted(design, rows),
    ...fewUnits(design, rows),
    ...noteSentences(quality),
    ...labels(design, rows),
    ...restingOnOnePair(rows),
    ...undecided(rows),
    ...testWithoutInterval(rows),
    ...unresolved(rows),
  ];
}

/** Whether the headline has why there is nothing to compare with. */
function saysWhyNothing({ design, rows }: CaveatInput): boolean {
  return design.kind === 'none' && rows.every(({ metric }) => !METRICS[metric].signed);
}

/** What counts: after matching where there was one. */
export function balanceThatCounts({ before, after }: BalanceRow): Balance {
  return after ?? before;
}

export const BALANCE_WORDS: Readonly<Record<PairCovariate, string>> = {
  length: 'length',
  inserted: 'tokens inserted',
  deleted: 'tokens deleted',
  substituted: 'tokens replaced',
  position: 'place of the change',
  rank: 'rank of the new words',
};

function imbalance({ kind, balance, covariates, adjustment, fallback }: ComparisonDesign): string[] {
  // What is regressed on is held equal, however far apart the sides are in it.
  const held: readonly string[] = adjustment === 'regression' ? covariates : [];
  const apart = balance.flatMap((row) =>
    balanceThatCounts(row).amber && !held.includes(row.covariate) ? [row.covariate] : [],
  );
  if (apart.length === 0) return [];
  const sides = kind === 'paired' ? 'Counterfactuals and neutral changes' : 'Set and control';
  return [
    `${sides} differ in ${listWords(apart.map((name) => BALANCE_WORDS[name]))}, to which heads may respond as well: ${remedy(kind, apart, fallback !== null)}.`,
  ];
}

/** A regression wants more pairs than it has parts: where it has not, nothing is estimated. */
function notAdjusted({ covariates, adjustment }: ComparisonDesign, rows: readonly StatisticsRow[]): string[] {
  const isOffered = rows.some(({ n, difference }) => n === 0 || difference !== null);
  if (adjustment !== 'regression' || covariates.length === 0 || isOffered) return [];
  return ['There are too few pairs to adjust for so much by regression: no difference is estimated.'];
}

/** What strata hold equal. */
const SHAPE = ['inserted', 'deleted', 'substituted'] as const satisfies readonly PairCovariate[];

function remedy(
  kind: ComparisonDesign['kind'],
  apart: readonly PairCovariate[],
  cannotMatch: boolean,
): string {
  if (kind === 'paired') return 'neutral changes that are nearer would make it fairer';
  if (kind === 'unadjusted')
    return cannotMatch
      ? 'neutral changes, or controls of the same shape, would tell'
      : apart.some((name) => (SHAPE as readonly string[]).includes(name))
        ? 'a matched comparison takes the shape of the change into account'
        : 'a matched comparison can be adjusted for them';
  const adjustable = COVARIATES.filter((name) => apart.includes(name)).map((name) => BALANCE_WORDS[name]);
  return adjustable.length === 0
    ? 'controls that are nearer would make it fairer'
    : `the comparison can be adjusted for ${listWords(adjustable)}`;
}

/** Under this many clusters intervals are known to be short at times. */
const FEW_CLUSTERS = 12;

function fewUnits({ clusters, kind }: ComparisonDesign, rows: readonly StatisticsRow[]): string[] {
  const sentences: string[] = [];
  if (clusters !== null && kind !== 'none') {
    const fewest =
      kind === 'matched' || kind === 'unadjusted' ? Math.min(clusters.set, clusters.control) : clusters.set;
    if (fewest >= 2 && fewest < FEW_CLUSTERS)
      sentences.push(`With ${countWords(fewest, 'cluster')} intervals may be too short.`);
  }
  const tested = rows.filter((row) => row.least_p !== null);
  // A sampled test is done again with more arrangements where its least p is too large.
  if (tested.length === 0 || tested.some(isSampled)) return sentences;
  const least = tested.reduce((low, row) => Math.min(low, row.least_p ?? 1), 1);
  if (least > OUTCOME_LEVEL)
    sentences.push(
      `No head can be called: with so few ${clusters === null ? 'pairs' : 'clusters'} the least possible p is ${formatValue(least)}.`,
    );
  else if (least * tested.length > OUTCOME_LEVEL)
    sentences.push(
      `The least possible p is ${formatValue(least)}, so that no head can be called by itself: it takes ${Math.ceil((tested.length * least) / OUTCOME_LEVEL)} that stand out together.`,
    );
  return sentences;
}

/** Whether arrangements were drawn, and not counted one by one: see statistics/tail-counts.ts. */
function isSampled({ least_p: least, arrangements }: StatisticsRow): boolean {
  return least !== null && arrangements !== null && least * arrangements < 2 * (1 - 1e-12) && least < 1;
}

/** By how much intervals are likely too narrow for want of clusters, as the labels have it; null where they are not. */
export function labelAdvice(rows: readonly StatisticsRow[]): { icc: number; factor: number } | null {
  const { warn, icc, widthFactor } = adviseClusters(
    rows.map((row) => ({ icc: row.label_icc, p: row.label_icc_p, widthFactor: row.label_width_factor })),
  );
  return warn && icc !== null && widthFactor !== null ? { icc, factor: widthFactor } : null;
}

function labels({ clusters }: ComparisonDesign, rows: readonly StatisticsRow[]): string[] {
  if (clusters !== null) return [];
  const advice = labelAdvice(rows);
  if (advice === null) return [];
  return [
    `Pairs of one label are alike (intraclass correlation ${formatValue(advice.icc)}), and no clusters are given: intervals are likely too narrow by a factor of about ${advice.factor.toFixed(1)}. Labels can be used as clusters.`,
  ];
}

/** Of fewer values one has half of the spread whatever they are. */
const LEAST_TO_REST = 5;

/** Whether one pair makes half of the spread of what is compared. */
export function restsOnOnePair({ influence, compared, n }: StatisticsRow): boolean {
  return influence !== null && influence >= RESTS_ON_ONE_PAIR && (compared ?? n) >= LEAST_TO_REST;
}

/** What is said of these heads would be believed: of the others nothing is. */
const CLAIMS: ReadonlySet<StatisticsRow['outcome']> = new Set([
  'more',
  'less',
  'does not respond',
  'differs by less than the smallest effect of interest',
]);

function restingOnOnePair(rows: readonly StatisticsRow[]): string[] {
  const count = rows.filter(
    (row) => restsOnOnePair(row) && (CLAIMS.has(row.outcome) || isCalledAgainstZero(row)),
  ).length;
  if (count === 0) return [];
  return [
    count === 1
      ? '1 head that is called rests on one pair (†), which makes up half of the spread or more: look at that pair before you believe it.'
      : `${count} heads that are called rest on one pair each (†), which makes up half of the spread or more: look at these pairs before you believe them.`,
  ];
}

/** That a head was not found to respond is not that it does not. */
function undecided(rows: readonly StatisticsRow[]): string[] {
  const isOpen = rows.some(({ outcome, difference }) => outcome === 'not enough data' && difference !== 0);
  if (!isOpen || rows.some(({ margin }) => margin !== null)) return [];
  return ['Undecided is not “does not respond”: to show that, a smallest effect of interest has to be set.'];
}

/** Test and interval are made in two ways; a head is called where both say so. */
function testWithoutInterval(rows: readonly StatisticsRow[]): string[] {
  const open = rows.filter(
    ({ outcome, q }) => outcome === 'not enough data' && q !== null && q <= OUTCOME_LEVEL,
  );
  const holdsZero = ({ difference_ci_low: low, difference_ci_high: high }: StatisticsRow): boolean =>
    low === null || high === null || (low <= 0 && high >= 0);
  const torn = open.filter(holdsZero).length;
  const near = open.length - torn;
  const have = (count: number): string =>
    `${countWords(count, 'undecided head')} ${count === 1 ? 'has' : 'have'} a q of at most ${OUTCOME_LEVEL}`;
  return [
    ...(torn === 0
      ? []
      : [
          `${have(torn)} and an interval that holds 0: the test finds a difference, the interval does not. A head is called where both do.`,
        ]),
    ...(near === 0
      ? []
      : [`${have(near)} and an interval that begins within what the measurement resolves.`]),
  ];
}

/** What the measurement can tell apart, where some heads are below it. */
function unresolved(rows: readonly StatisticsRow[]): string[] {
  const below = rows.filter(({ outcome }) => outcome === UNRESOLVED);
  if (below.length === 0) return [];
  const largest = below.reduce((most, { resolution }) => Math.max(most, resolution ?? 0), 0);
  const unit = METRICS[below[0]?.metric ?? 'attention_js_divergence'].unit;
  return [
    `The rounding of attention weights by itself can make up to ${formatValue(largest, unit)} of difference: below that no number of pairs tells heads from their control.`,
  ];
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

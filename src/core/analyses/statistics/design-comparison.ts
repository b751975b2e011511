/**
 * Which pairs are compared with which, made from the pairs and a person's choice alone, before any value is looked at.
 * docs/science.md, section 3.
 */
import { balanceTable, matchingByStrata } from '../../statistics/balance.ts';
import { LEAST_PAIRED } from '../../bounds.ts';
import { LEAST_PAIRED_CLUSTERS } from '../../statistics/own-control-statistics.ts';
import type { PairCovariates } from '../../statistics/pair-covariates.ts';
import { sameShape } from '../../statistics/shape.ts';
import type { Strata } from '../../statistics/strata.ts';
import { areWithinClusters } from '../../statistics/within-clusters.ts';
import { type ClusterNumbers, clusterNumbers, countDistinct } from './cluster-numbers.ts';
import { type ComparedPair, covariatesOfPair, shapeOfPair } from './compared-pair.ts';
import type { ComparisonChoice, Covariate } from './comparison-choice.ts';
import { type ComparisonDesign, type ComparisonRows, ONE_CLUSTER } from './comparison-design.ts';
import { countWords } from './count-words.ts';
import { leftOut, leftOutOfStrata } from './left-out.ts';
import { hasCovariates, strataOfThose, thirdsOf } from './strata-of-pairs.ts';

export interface PairsOfRun {
  /** Pairs of the set, or those of one label. */
  readonly set: readonly ComparedPair[];
  /** The originals of the set with their neutrals: other pairs of the same places. */
  readonly neutral: readonly ComparedPair[];
  /** null without a control set */
  readonly control: readonly ComparedPair[] | null;
  /** Whether the tokens have ids that follow how common they are: not those of characters. */
  readonly hasRanks: boolean;
}

export interface Comparison {
  readonly design: ComparisonDesign;
  readonly rows: ComparisonRows;
}

export function designComparison(pairs: PairsOfRun, choice: ComparisonChoice): Comparison {
  const { set, neutral, control } = pairs;
  const asked = choice.comparison;
  if (asked === 'paired' || (asked === 'auto' && neutral.length > 0)) {
    const paired = designPaired(pairs, choice);
    if (paired !== null) return paired;
  }
  const fallback = whyNotPaired(pairs, choice);
  if (control === null || control.length === 0 || set.length === 0)
    return designNone(pairs, choice, fallback);
  if (asked === 'unadjusted') return designUnadjusted(pairs, control, choice, null);
  const matched = designMatched(pairs, control, choice, fallback);
  return (
    matched ?? designUnadjusted(pairs, control, choice, join(fallback, whyNotMatched(pairs, control, choice)))
  );
}

function join(first: string | null, second: string): string {
  return first === null ? second : `${first} ${second}`;
}

function whyNotPaired(pairs: PairsOfRun, { comparison: asked }: ComparisonChoice): string | null {
  const { set, neutral } = pairs;
  if (asked !== 'paired' && !(asked === 'auto' && neutral.length > 0)) return null;
  if (neutral.length === 0) return 'No pair has a neutral change that was measured.';
  const taken = fittingNeutrals(pairs);
  if (taken < LEAST_PAIRED && taken > 0 && taken === set.length)
    return `${countWords(taken, 'pair')} ${taken === 1 ? 'is' : 'are'} too few: a paired comparison wants ${LEAST_PAIRED}.`;
  if (taken < LEAST_PAIRED)
    return `${taken === 0 ? 'No pair has' : `Only ${taken} of ${countWords(set.length, 'pair')} ${taken === 1 ? 'has' : 'have'}`} a neutral change of the same shape under this tokenizer; a paired comparison wants ${LEAST_PAIRED}.`;
  return ONE_CLUSTER;
}

/** Of a set and a control that have no stratum. */
function whyNotMatched(
  pairs: PairsOfRun,
  control: readonly ComparedPair[],
  choice: ComparisonChoice,
): string {
  const all = 'the pairs that are compared count as they are, whatever the shape of their changes.';
  const isForClusters =
    choice.clusters !== 'none' &&
    designMatched(pairs, control, { ...choice, clusters: 'none' }, null) !== null;
  return isForClusters
    ? `No shape of change has two clusters on either side: ${all}`
    : `No pair has enough controls of its shape: ${all}`;
}

/** How many pairs have a neutral of the same shape. */
export function fittingNeutrals(pairs: Pick<PairsOfRun, 'set' | 'neutral'>): number {
  return neutralsOf(pairs).used.reduce((count, own) => count + own, 0);
}

/** Which pairs have a neutral of the same shape, and the row of each pair's neutral; -1 without one. */
function neutralsOf({ set, neutral }: Pick<PairsOfRun, 'set' | 'neutral'>): {
  used: Uint8Array;
  rowOfNeutral: Int32Array;
} {
  const rowOfPosition = new Map(neutral.map(({ position }, row) => [position, row]));
  const rowOfNeutral = Int32Array.from(set, ({ position }) => rowOfPosition.get(position) ?? -1);
  const used = Uint8Array.from(set, (pair, row) => {
    const own = neutral[rowOfNeutral[row] ?? -1];
    return own !== undefined && sameShape(shapeOfPair(pair), shapeOfPair(own)) ? 1 : 0;
  });
  return { used, rowOfNeutral };
}

function designPaired(pairs: PairsOfRun, choice: ComparisonChoice): Comparison | null {
  const { set, neutral } = pairs;
  const { used, rowOfNeutral } = neutralsOf(pairs);
  const taken = set.filter((_, row) => used[row] === 1);
  const numbers = clusterNumbers(set, null, choice);
  const clusters = numbers && countDistinct(numbers.set, (row) => used[row] === 1);
  if (taken.length < LEAST_PAIRED || (clusters !== null && clusters < LEAST_PAIRED_CLUSTERS)) return null;
  const otherShape = set.filter((_, row) => used[row] === 0 && rowOfNeutral[row] !== -1);
  const without = set.filter((_, row) => rowOfNeutral[row] === -1);
  return {
    design: {
      ...beginning(pairs, choice),
      kind: 'paired',
      fallback: null,
      controlPairs: neutral.length,
      compared: taken.length,
      comparedControl: taken.length,
      clusters: numbers && { by: numbers.by, set: clusters ?? 0, control: 0 },
      leftOut: [
        ...leftOut('no-neutral', 'set', without, false),
        ...leftOut('neutral-shape', 'set', otherShape, true),
      ],
      balance: balanceTable(
        taken.map(covariatesOf(pairs)),
        set.flatMap((_, row) => {
          const own = neutral[rowOfNeutral[row] ?? -1];
          return used[row] === 1 && own !== undefined ? [covariatesOf(pairs)(own)] : [];
        }),
        null,
      ),
    },
    rows: { ...emptyRows(set.length, 0), cluster: numbers?.set ?? null, used, rowOfNeutral },
  };
}

function designMatched(
  pairs: PairsOfRun,
  control: readonly ComparedPair[],
  choice: ComparisonChoice,
  fallback: string | null,
): Comparison | null {
  const { set } = pairs;
  const possible = pairs.hasRanks ? choice.covariates : choice.covariates.filter((one) => one !== 'rank');
  const setValues = set.map(covariatesOf(pairs));
  const controlValues = control.map(covariatesOf(pairs));
  const hasAll = (values: PairCovariates) => possible.every((name) => values[name] !== null);
  const numbers = clusterNumbers(set, control, choice);
  const strata = strataOfThose(
    { pairs: set, usable: setValues.map(hasAll), clusters: numbers?.set ?? null },
    { pairs: control, usable: controlValues.map(hasAll), clusters: numbers?.control ?? null },
    choice.adjustment === 'strata' && possible.length > 0
      ? thirdsOf(setValues, controlValues, possible)
      : null,
  );
  if (strata.names.length === 0) return null;
  const isWithin =
    numbers !== null &&
    areWithinClusters(
      { stratum: strata.set, cluster: numbers.set },
      { stratum: strata.control, cluster: numbers.control },
    );
  // A pair is compared with the controls of its stratum or, within clusters, with those of its stratum and cluster.
  const [setKeys, controlKeys] =
    isWithin && numbers !== null ? clusterStrata(strata, numbers) : [strata.set, strata.control];
  const alone = Array.from(strata.set.keys()).filter((row) => strata.set[row] !== -1 && setKeys[row] === -1);
  // Regression is of set against control, not within clusters.
  const covariates = isWithin && choice.adjustment === 'regression' ? [] : possible;
  return {
    design: {
      ...beginning(pairs, choice),
      kind: isWithin ? 'within' : 'matched',
      fallback,
      controlPairs: control.length,
      compared: setKeys.filter((key) => key !== -1).length,
      comparedControl: controlKeys.filter((key) => key !== -1).length,
      clusters: numbers && {
        by: numbers.by,
        set: countDistinct(numbers.set, (row) => setKeys[row] !== -1),
        control: countDistinct(numbers.control, (row) => controlKeys[row] !== -1),
      },
      strata: strata.names.map((name, stratum) => ({
        name,
        set: strata.set.filter((own) => own === stratum).length,
        control: strata.control.filter((own) => own === stratum).length,
      })),
      leftOut: [
        ...leftOutOfStrata(strata, set, control, setValues.map(hasAll), controlValues.map(hasAll)),
        ...leftOut(
          'no-control-in-cluster',
          'set',
          alone.flatMap((row) => set[row] ?? []),
          false,
        ),
      ],
      balance: balanceTable(setValues, controlValues, matchingByStrata(setKeys, controlKeys)),
      covariates,
      notAdjusted: choice.covariates.filter((name) => !covariates.includes(name)),
      pairsInThirds:
        choice.adjustment === 'strata'
          ? setKeys.filter((key, row) => key !== -1 && hasCovariates(strata.names[strata.set[row] ?? -1]))
              .length
          : 0,
    },
    rows: {
      ...emptyRows(set.length, control.length),
      cluster: numbers?.set ?? null,
      controlCluster: numbers?.control ?? null,
      stratum: strata.set,
      controlStratum: strata.control,
      covariates:
        choice.adjustment === 'regression' && covariates.length > 0
          ? {
              names: covariates,
              set: matrixOf(setValues, covariates),
              control: matrixOf(controlValues, covariates),
            }
          : null,
    },
  };
}

function designUnadjusted(
  pairs: PairsOfRun,
  control: readonly ComparedPair[],
  choice: ComparisonChoice,
  fallback: string | null,
): Comparison {
  const { set } = pairs;
  const numbers = clusterNumbers(set, control, choice);
  return {
    design: {
      ...beginning(pairs, choice),
      kind: 'unadjusted',
      fallback,
      controlPairs: control.length,
      compared: set.length,
      comparedControl: control.length,
      clusters: numbers && {
        by: numbers.by,
        set: countDistinct(numbers.set, () => true),
        control: countDistinct(numbers.control, () => true),
      },
      balance: balanceTable(set.map(covariatesOf(pairs)), control.map(covariatesOf(pairs)), null),
    },
    rows: {
      ...emptyRows(set.length, control.length),
      cluster: numbers?.set ?? null,
      controlCluster: numbers?.control ?? null,
      stratum: new Int32Array(set.length),
      controlStratum: new Int32Array(control.length),
    },
  };
}

function designNone(pairs: PairsOfRun, choice: ComparisonChoice, fallback: string | null): Comparison {
  const { set } = pairs;
  const numbers = clusterNumbers(set, null, choice);
  return {
    design: {
      ...beginning(pairs, choice),
      kind: 'none',
      fallback: fallback ?? (pairs.control === null ? null : 'Nothing of the control set was measured.'),
      clusters: numbers && {
        by: numbers.by,
        set: countDistinct(numbers.set, () => true),
        control: 0,
      },
    },
    rows: { ...emptyRows(set.length, 0), cluster: numbers?.set ?? null },
  };
}

function beginning({ set, control }: PairsOfRun, choice: ComparisonChoice): Omit<ComparisonDesign, 'kind'> {
  return {
    fallback: null,
    pairs: set.length,
    controlPairs: control?.length ?? 0,
    compared: 0,
    comparedControl: 0,
    clusters: null,
    strata: [],
    leftOut: [],
    balance: [],
    covariates: [],
    notAdjusted: choice.covariates,
    pairsInThirds: 0,
    adjustment: choice.adjustment,
  };
}

function emptyRows(pairs: number, controls: number): ComparisonRows {
  return {
    cluster: null,
    controlCluster: null,
    used: new Uint8Array(pairs),
    rowOfNeutral: new Int32Array(pairs).fill(-1),
    stratum: new Int32Array(pairs).fill(-1),
    controlStratum: new Int32Array(controls).fill(-1),
    covariates: null,
  };
}

function covariatesOf({ hasRanks }: PairsOfRun): (pair: ComparedPair) => PairCovariates {
  return (pair) => covariatesOfPair(pair, hasRanks);
}

/** Numbers of stratum and cluster in one, for those that hold pairs of both sides; -1 for all other rows. */
function clusterStrata(strata: Strata, numbers: ClusterNumbers): [set: Int32Array, control: Int32Array] {
  const keysOf = (side: 'set' | 'control') =>
    Array.from(strata[side], (stratum, row) => (stratum === -1 ? null : `${stratum} ${numbers[side][row]}`));
  const keys = { set: keysOf('set'), control: keysOf('control') };
  const held = new Set(keys.control);
  const shared = [...new Set(keys.set)].filter((key) => key !== null && held.has(key));
  const place = new Map(shared.map((key, index) => [key, index]));
  const placed = (own: readonly (string | null)[]) => Int32Array.from(own, (key) => place.get(key) ?? -1);
  return [placed(keys.set), placed(keys.control)];
}

function matrixOf(values: readonly PairCovariates[], covariates: readonly Covariate[]): Float64Array {
  return Float64Array.from(values.flatMap((own) => covariates.map((name) => own[name] ?? Number.NaN)));
}

/**
 * What a comparison of two runs is: which heads, which pairs, what is taken away first, and what is left out. It is made from
 * the runs and their pairs alone, before any value is looked at. docs/comparing-runs.md.
 */
import { capitalised } from '../../capitalised.ts';
import { LEAST_PAIRED } from '../../bounds.ts';
import { clusterNumbers, countDistinct } from '../statistics/cluster-numbers.ts';
import type { ComparedPair } from '../statistics/compared-pair.ts';
import { COVARIATE_WORDS } from '../statistics/choice-words.ts';
import { adjustmentWords } from '../statistics/compared-words.ts';
import type { ComparisonChoice } from '../statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../statistics/comparison-design.ts';
import { countWords } from '../statistics/count-words.ts';
import { type Comparison, designComparison } from '../statistics/design-comparison.ts';
import { counted, type LeftOutOfRuns, outOfNeutrals, outOfShared, outOfSide } from './left-out-of-runs.ts';
import { neutralRows, neutralsOf, sharedRows, type TwoRows } from './shared-rows.ts';

/** A measured pair, and what says that it is the same in another run: its two statements. */
export interface KeyedPair extends ComparedPair {
  readonly key: string;
}

export interface PairsOfOneRun {
  readonly set: readonly KeyedPair[];
  /** The originals of the set with their neutrals, at the same places. */
  readonly neutral: readonly ComparedPair[];
  /** null without a control set */
  readonly control: readonly KeyedPair[] | null;
}

/** Pair by pair; as two samples; or not at all: the numbers stand side by side. */
export const RUNS_COMPARED_AS = ['paired', 'two-sample', 'described'] as const;
export type RunsComparedAs = (typeof RUNS_COMPARED_AS)[number];

/**
 * What each run is taken less of, so that a difference of differences is compared: `neutral`, each pair's own; `control`, that of
 * control pairs both have; `own-controls`, the difference from a control set of its own.
 */
export const BEYONDS = ['neutral', 'control', 'own-controls', 'none'] as const;
export type Beyond = (typeof BEYONDS)[number];

export interface RunsDesign {
  readonly as: RunsComparedAs;
  /** Head by head, or by what models with different heads have in common. */
  readonly by: 'heads' | 'quantities';
  readonly beyond: Beyond;
  /** Why nothing is taken away where something could have been asked for; null where it is, or was not wanted. */
  readonly whyNotBeyond: string | null;
  /** What cannot be compared, a sentence each. */
  readonly refused: readonly string[];
  /** Measured pairs of each run's set, and how many are in both. */
  readonly pairs: readonly [first: number, second: number];
  readonly shared: number;
  /** Pairs that enter the comparison. */
  readonly compared: readonly [first: number, second: number];
  /** All others of each run, by why. */
  readonly leftOut: LeftOutOfRuns;
  /** null: each pair stands for itself. Of the second run where the pairs are not the same; else 0. */
  readonly clusters: { readonly first: number; readonly second: number } | null;
  /** What is taken into account beside the shape of the changes, and what is not although it was asked for, a sentence each. */
  readonly adjustment: readonly string[];
  /** How set and control, or two sets, are matched; null where each pair is compared with itself. */
  readonly matching: ComparisonDesign | null;
}

/** Rows of the pairs of each run that the arithmetic takes, in its order. */
export interface RowsOfRuns {
  readonly set: readonly [first: Int32Array, second: Int32Array];
  /** With `neutral`: rows of the neutrals of those pairs. */
  readonly neutral: readonly [first: Int32Array, second: Int32Array] | null;
  /** With `control`: rows of the control pairs that both have. */
  readonly control: readonly [first: Int32Array, second: Int32Array] | null;
  /** Paired: [rows] numbers of clusters; null where each pair is a unit. */
  readonly cluster: Int32Array | null;
  /** Of two samples, and of set and control with `control`. */
  readonly comparison: Comparison | null;
  /** With `own-controls`: of each run. */
  readonly own: readonly [first: Comparison, second: Comparison] | null;
  /** With `own-controls`: pairs of one run's set are control pairs of the other, so that the two differences move together. */
  readonly isCrossed: boolean;
}

export interface RunsToCompare {
  readonly first: PairsOfOneRun;
  readonly second: PairsOfOneRun;
  /** The two runs are of the same weights. */
  readonly sameHeads: boolean;
  /** Whether the tokens have ids that follow how common they are. */
  readonly hasRanks: boolean;
}

export interface RunsChoice {
  /** `auto`: each less its own control where both have one; `none`: the values as they are. */
  readonly beyond: 'auto' | 'none';
  readonly choice: ComparisonChoice;
}

export function designRuns(
  runs: RunsToCompare,
  { beyond, choice }: RunsChoice,
): { readonly design: RunsDesign; readonly rows: RowsOfRuns } {
  const { first, second, sameHeads } = runs;
  const shared = sharedRows(first.set, second.set);
  const isPaired = isMostlyShared(shared[0].length, first.set, second.set);
  const common = {
    by: sameHeads ? ('heads' as const) : ('quantities' as const),
    pairs: [first.set.length, second.set.length] as const,
    shared: shared[0].length,
    refused: sameHeads ? [] : [HEADS_DIFFER],
  };
  if (isPaired) return paired(runs, shared, common, beyond, choice);
  if (sameHeads) return twoSample(runs, common, beyond, choice);
  return {
    design: {
      ...common,
      as: 'described',
      beyond: 'none',
      whyNotBeyond: null,
      refused: [
        HEADS_DIFFER,
        'Neither the model nor the pairs are the same: what a difference would be of cannot be told, so nothing is tested.',
      ],
      compared: common.pairs,
      leftOut: [[], []],
      clusters: null,
      adjustment: notAdjusted(choice, 'nothing is compared here'),
      matching: null,
    },
    rows: { ...NO_ROWS, set: [every(first.set), every(second.set)] },
  };
}

/** A pair that is compared with itself is alike in all of them. */
function notAdjusted({ covariates }: ComparisonChoice, why: string): string[] {
  if (covariates.length === 0) return [];
  const names = covariates.map((name) => COVARIATE_WORDS[name]).join(', ');
  return [`Not adjusted for ${names}, as was asked for: ${why}.`];
}

const HEADS_DIFFER =
  'Heads of two models are not the same heads, whatever their numbers: they are not compared one by one.';

const NO_ROWS = {
  neutral: null,
  control: null,
  cluster: null,
  comparison: null,
  own: null,
  isCrossed: false,
} as const;

type Common = Pick<RunsDesign, 'by' | 'pairs' | 'shared' | 'refused'>;
type Designed = ReturnType<typeof designRuns>;

function paired(
  { first, second, hasRanks }: RunsToCompare,
  shared: TwoRows,
  common: Common,
  beyond: RunsChoice['beyond'],
  choice: ComparisonChoice,
): Designed {
  const all = beyond === 'auto' ? neutralsOf(first, second, shared) : null;
  const neutral = all !== null && all.set[0].length >= LEAST_PAIRED ? all : null;
  const set = neutral?.set ?? shared;
  const control =
    beyond === 'auto' && neutral === null && first.control !== null && second.control !== null
      ? sharedRows(first.control, second.control)
      : null;
  const sharesControls =
    control !== null && isMostlyShared(control[0].length, first.control ?? [], second.control ?? []);
  const pairs = at(first.set, set[0]);
  const outOf = [
    outOfShared(first.set, second.set, common.shared),
    outOfShared(second.set, first.set, common.shared),
  ] as const;
  if (control !== null && sharesControls) {
    const comparison = designComparison(
      { set: pairs, neutral: [], control: at(first.control ?? [], control[0]), hasRanks },
      { ...choice, comparison: choice.comparison === 'unadjusted' ? 'unadjusted' : 'matched' },
    );
    const { design } = comparison;
    return {
      design: {
        ...common,
        as: 'paired',
        beyond: 'control',
        whyNotBeyond: null,
        compared: [design.compared, design.compared],
        leftOut: both((at) => counted([...outOf[at], ...outOfSide(design, 'set')])),
        clusters: design.clusters && { first: design.clusters.set, second: design.clusters.control },
        adjustment: adjustmentWords(design),
        matching: design,
      },
      rows: { ...NO_ROWS, set, control, cluster: comparison.rows.cluster, comparison },
    };
  }
  const numbers = clusterNumbers(pairs, null, choice);
  return {
    design: {
      ...common,
      as: 'paired',
      beyond: neutral === null ? 'none' : 'neutral',
      whyNotBeyond: neutral === null ? whyNot(beyond, first, second, inBoth(all?.set[0].length ?? 0)) : null,
      compared: [pairs.length, pairs.length],
      leftOut: both((at) => counted([...outOf[at], ...outOfNeutrals(common.shared, pairs.length)])),
      clusters: numbers && { first: countDistinct(numbers.set, () => true), second: 0 },
      adjustment: notAdjusted(choice, 'each pair is compared with itself'),
      matching: null,
    },
    rows: { ...NO_ROWS, set, neutral: neutral?.neutral ?? null, cluster: numbers?.set ?? null },
  };
}

function twoSample(
  runs: RunsToCompare,
  common: Common,
  beyond: RunsChoice['beyond'],
  choice: ComparisonChoice,
): Designed {
  const { first, second, hasRanks } = runs;
  const neutrals = beyond === 'auto' ? ([neutralRows(first), neutralRows(second)] as const) : null;
  const hasNeutrals =
    neutrals !== null && neutrals.every(({ set }) => set.length >= LEAST_PAIRED) ? neutrals : null;
  const asSamples: ComparisonChoice = {
    ...choice,
    comparison: choice.comparison === 'unadjusted' ? 'unadjusted' : 'auto',
  };
  const hasBoth = first.control !== null && second.control !== null;
  const isSameControl =
    hasBoth &&
    first.control.length === second.control.length &&
    sharedRows(first.control, second.control)[0].length === first.control.length;
  if (beyond === 'auto' && hasNeutrals === null && hasBoth && !isSameControl) {
    const own = [first, second].map(({ set, control }) =>
      designComparison({ set, neutral: [], control, hasRanks }, asSamples),
    ) as [Comparison, Comparison];
    const crossed =
      sharedRows(first.set, second.control ?? [])[0].length +
      sharedRows(second.set, first.control ?? [])[0].length;
    return {
      design: {
        ...common,
        refused: [...common.refused, ...(crossed > 0 ? [crossedWords(crossed)] : [])],
        as: 'two-sample',
        beyond: 'own-controls',
        whyNotBeyond: null,
        compared: [own[0].design.compared, own[1].design.compared],
        leftOut: both((at) => outOfSide(own[at].design, 'set')),
        clusters: null,
        adjustment: [...new Set(own.flatMap((each) => adjustmentWords(each.design)))],
        matching: null,
      },
      rows: { ...NO_ROWS, set: [every(first.set), every(second.set)], own, isCrossed: crossed > 0 },
    };
  }
  const set: TwoRows =
    hasNeutrals === null ? [every(first.set), every(second.set)] : [hasNeutrals[0].set, hasNeutrals[1].set];
  const comparison = designComparison(
    { set: at(first.set, set[0]), neutral: [], control: at(second.set, set[1]), hasRanks },
    asSamples,
  );
  const { design } = comparison;
  return {
    design: {
      ...common,
      as: 'two-sample',
      beyond: hasNeutrals === null ? 'none' : 'neutral',
      whyNotBeyond:
        hasNeutrals !== null
          ? null
          : isSameControl && beyond === 'auto'
            ? 'Both runs have the same control pairs, which take the same from both: the difference of the sets is that of their differences.'
            : whyNot(beyond, first, second, inEach(neutrals?.map(({ set }) => set.length) ?? [])),
      compared: [design.compared, design.comparedControl],
      leftOut: both((at) =>
        counted([
          ...outOfNeutrals(common.pairs[at], set[at].length),
          ...outOfSide(design, at === 0 ? 'set' : 'control'),
        ]),
      ),
      clusters: design.clusters && { first: design.clusters.set, second: design.clusters.control },
      adjustment: adjustmentWords(design),
      matching: design,
    },
    rows: {
      ...NO_ROWS,
      set,
      neutral: hasNeutrals && [hasNeutrals[0].neutral, hasNeutrals[1].neutral],
      cluster: comparison.rows.cluster,
      comparison,
    },
  };
}

/** The same of each run. */
function both<Of>(of: (at: 0 | 1) => Of): readonly [first: Of, second: Of] {
  return [of(0), of(1)];
}

/** A variance that leaves out how they move together is too small, and an interval made of it too short. */
function crossedWords(count: number): string {
  return `${countWords(count, 'pair')} of the set of one run ${count === 1 ? 'is a control pair' : 'are control pairs'} of the other: the two differences are not independent, so their difference has no interval.`;
}

function whyNot(
  beyond: RunsChoice['beyond'],
  first: PairsOfOneRun,
  second: PairsOfOneRun,
  withNeutral: string,
): string | null {
  if (beyond === 'none') return null;
  const has = ({ neutral, control }: PairsOfOneRun) => neutral.length > 0 || (control?.length ?? 0) > 0;
  if (!has(first) && !has(second)) return 'Neither run has a control: the values themselves are compared.';
  if (!has(first) || !has(second))
    return 'Only one of the runs has a control: the values themselves are compared.';
  if (first.neutral.length > 0 && second.neutral.length > 0)
    return `${withNeutral}; a comparison beyond them wants ${LEAST_PAIRED}: the values themselves are compared.`;
  return 'The two runs have no control in common: the values themselves are compared.';
}

/** Of pairs that stand in both runs. */
function inBoth(count: number): string {
  const who = count === 0 ? 'No pair' : `Only ${countWords(count, 'pair')}`;
  return `${who} ${count < 2 ? 'has' : 'have'} a neutral change of the same shape in both runs`;
}

/** Of pairs of two samples, which have nothing to do with each other. */
function inEach([first = 0, second = 0]: readonly number[]): string {
  const of = (count: number): string => (count === 0 ? 'no pair' : countWords(count, 'pair'));
  const sentence = `${of(first)} of the first run and ${of(second)} of the second have a neutral change of the same shape`;
  return capitalised(sentence);
}

/** At least half of the smaller side, and enough for a paired estimate. */
function isMostlyShared(shared: number, first: readonly unknown[], second: readonly unknown[]): boolean {
  return shared >= LEAST_PAIRED && 2 * shared >= Math.min(first.length, second.length);
}

function every(pairs: readonly unknown[]): Int32Array {
  return Int32Array.from(pairs.keys());
}

function at<Item>(items: readonly Item[], rows: Int32Array): Item[] {
  return Array.from(rows).flatMap((row) => items[row] ?? []);
}

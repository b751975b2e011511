/**
 * False calls where there is no true difference: how often a column has p <= .05, and how often a family (a metric over all its
 * heads) has a q <= .05. Both are to be .05. Every simulated run is compared as a real one is.
 */
import type { ColumnStatistics } from '../../../src/core/statistics/aggregate.ts';
import { studentSurvival } from '../../../src/core/statistics/distributions.ts';
import { falseDiscoveryRates } from '../../../src/core/statistics/false-discovery-rate.ts';
import { type Below, draws, rowsBy, seedOfRun, shuffled, upTo, withReplacement } from './draws.ts';
import { unstudentisedP } from './not-taken.ts';
import type { MeasuredPairs, RealColumns } from './real-columns.ts';
import { meanOf, placesOfFamilies, type Rate, Tally } from './tally.ts';
import {
  comparePaired,
  compareRows,
  compareWithControl,
  lessMean,
  rowsOfColumns,
  TESTS_ONLY,
} from './trial.ts';

/** A p at or below this is a call, and a q. */
const LEVEL = 0.05;

export interface FalseCalls {
  readonly columns: Rate;
  readonly families: Rate;
  /** Mean number of heads that a family calls. */
  readonly headsCalled: number;
}

/** p of each column, null without a test, and q where it is not that of Benjamini and Hochberg. */
interface Tested {
  readonly p: readonly (number | null)[];
  readonly q?: readonly (number | null)[];
}

class FalseCallTally {
  readonly #columns = new Tally();
  readonly #families = new Tally();
  readonly #called: number[] = [];
  readonly #places: readonly (readonly number[])[];

  constructor(families: readonly string[]) {
    this.#places = placesOfFamilies(families);
  }

  add({ p, q: known }: Tested): void {
    const isCall = (value: number | null | undefined) => value != null && value <= LEVEL;
    this.#columns.add(p.map(isCall));
    const called = this.#places.map((places) => {
      const q = known
        ? places.map((place) => known[place])
        : falseDiscoveryRates(
            places.map((place) => p[place] ?? null),
            null,
          ).map((rate) => rate.q);
      return q.filter(isCall).length;
    });
    this.#families.add(called.map((count) => count > 0));
    this.#called.push(...called);
  }

  get result(): FalseCalls {
    return {
      columns: this.#columns.rate,
      families: this.#families.rate,
      headsCalled: meanOf(this.#called),
    };
  }
}

/** The same runs by the test of the product, and by a t with the same standard error. */
export interface FalseCallsOfBoth {
  readonly taken: FalseCalls;
  readonly byT: FalseCalls;
}

/** @param seed of the product's own resamples */
type Trial = (below: Below, seed: number) => readonly ColumnStatistics[];

function tallyRuns(families: readonly string[], runs: number, seed: number, trial: Trial): FalseCallsOfBoth {
  const taken = new FalseCallTally(families);
  const byT = new FalseCallTally(families);
  const below = draws(seed);
  for (let run = 0; run < runs; run++) {
    const statistics = trial(below, seedOfRun(below));
    taken.add({ p: statistics.map(({ p }) => p), q: statistics.map(({ q }) => q) });
    byT.add({ p: statistics.map(studentP) });
  }
  return { taken: taken.result, byT: byT.result };
}

/** Two-sided p of the t that the same estimate, standard error and degrees of freedom make. */
function studentP({ difference, difference_se: se, difference_dof: dof }: ColumnStatistics): number | null {
  if (difference === null || !se || dof === null) return null;
  return 2 * studentSurvival(Math.abs(difference) / se, dof);
}

/** Controls against other controls, matched by shape. @param sizes pairs of set and control */
export function splitControls(
  { families, controls }: RealColumns,
  sizes: readonly [set: number, control: number],
  runs: number,
  seed: number,
): FalseCallsOfBoth {
  return tallyRuns(families, runs, seed, (below, own) => {
    const order = shuffled(controls.clusters.keys(), below);
    return compareRows(
      {
        families,
        set: controls,
        setRows: order.slice(0, sizes[0]),
        control: controls,
        controlRows: order.slice(sizes[0], sizes[0] + sizes[1]),
        comparison: 'matched',
        byClusters: false,
      },
      TESTS_ONLY,
      own,
    );
  });
}

/** Controls with insertions and others, 62 % of the former and 38 % of the latter in the set. */
export function mismatchedShapes(
  { families, controls }: RealColumns,
  comparison: 'matched' | 'unadjusted',
  runs: number,
  seed: number,
): FalseCallsOfBoth {
  const inserting = upTo(controls.shapes.length).filter((row) => (controls.shapes[row]?.[0] ?? 0) > 0);
  const others = upTo(controls.shapes.length).filter((row) => !inserting.includes(row));
  return tallyRuns(families, runs, seed, (below, own) => {
    const sides = [
      { order: shuffled(inserting, below), share: 0.62 },
      { order: shuffled(others, below), share: 0.38 },
    ].map(({ order, share }) => ({ order, inSet: Math.round(share * order.length) }));
    return compareRows(
      {
        families,
        set: controls,
        setRows: sides.flatMap(({ order, inSet }) => order.slice(0, inSet)),
        control: controls,
        controlRows: sides.flatMap(({ order, inSet }) => order.slice(inSet)),
        comparison,
        byClusters: false,
      },
      TESTS_ONLY,
      own,
    );
  });
}

/** Half of the templates against the other half. */
export function splitTemplates(
  { families, templates }: RealColumns,
  moved: 'pairs' | 'clusters' | 'clusters in strata',
  runs: number,
  seed: number,
): FalseCallsOfBoth {
  const all = [...rowsBy(upTo(templates.clusters.length), (row) => templates.clusters[row]).values()];
  return tallyRuns(families, runs, seed, (below, own) => {
    const order = shuffled(all, below);
    return compareRows(
      {
        families,
        set: templates,
        setRows: order.slice(0, all.length / 2).flat(),
        control: templates,
        controlRows: order.slice(all.length / 2).flat(),
        comparison: moved === 'clusters in strata' ? 'matched' : 'unadjusted',
        byClusters: moved !== 'pairs',
      },
      TESTS_ONLY,
      own,
    );
  });
}

/**
 * Pairs with neutrals of their own in clusters of 15: both changes of a cluster are made from templates, drawn in random order, so
 * either could as well have been the counterfactual.
 */
export function pairedClusters(
  { families, templates }: RealColumns,
  clusters: number,
  flipped: 'pairs' | 'clusters',
  runs: number,
  seed: number,
): FalseCallsOfBoth {
  const all = [...rowsBy(upTo(templates.clusters.length), (row) => templates.clusters[row]).values()];
  return tallyRuns(families, runs, seed, (below, own) => {
    const chosen = Array.from(
      { length: clusters },
      () => shuffled(all, below).slice(0, 2) as [number[], number[]],
    );
    const first = rowsOfColumns(
      templates.columns,
      chosen.flatMap(([of]) => of),
    );
    const second = rowsOfColumns(
      templates.columns,
      chosen.flatMap(([, of]) => of),
    );
    const differences = first.map((column, c) =>
      column.map((value, row) => value - (second[c]?.[row] ?? NaN)),
    );
    const numbers = Int32Array.from(chosen.flatMap(([of], cluster) => of.map(() => cluster)));
    return comparePaired(
      { families, columns: differences, clusters: flipped === 'clusters' ? numbers : null },
      TESTS_ONLY,
      own,
    );
  });
}

/** Differences of mean 0 that are not symmetric, which is what sign flips suppose. @param population [C] of [pairs] */
export function skewedDifferences(
  families: readonly string[],
  population: readonly Float64Array[],
  pairs: number,
  runs: number,
  seed: number,
): FalseCallsOfBoth {
  const centred = population.map(lessMean);
  const rows = upTo(population[0]?.length ?? 0);
  return tallyRuns(families, runs, seed, (below, own) =>
    comparePaired(
      { families, columns: rowsOfColumns(centred, withReplacement(rows, pairs, below)), clusters: null },
      TESTS_ONLY,
      own,
    ),
  );
}

/** Equal means and unequal spreads: negations of one shape, moved to the controls' mean, against all controls. */
export function unequalSpread(
  { families, controls, negation }: RealColumns,
  pairs: number,
  runs: number,
  seed: number,
): FalseCallsOfBoth & { readonly unstudentised: FalseCalls } {
  const setRows = rowsOfCommonestShape(negation);
  const controlRows = upTo(controls.shapes.length);
  const set = rowsOfColumns(negation.columns, setRows).map(lessMean);
  const control = controls.columns.map(lessMean);
  const unstudentised = new FalseCallTally(families);
  const both = tallyRuns(families, runs, seed, (below, own) => {
    const ofSet = rowsOfColumns(set, withReplacement(upTo(setRows.length), pairs, below));
    const ofControl = rowsOfColumns(control, withReplacement(controlRows, controlRows.length, below));
    unstudentised.add({ p: unstudentisedP(ofSet, ofControl, TESTS_ONLY.permutations, below) });
    return compareWithControl(
      { families, columns: ofSet, clusters: null },
      ofControl,
      {
        kind: 'unadjusted',
        controlCluster: null,
        stratum: new Int32Array(pairs),
        controlStratum: new Int32Array(controlRows.length),
      },
      TESTS_ONLY,
      own,
    );
  });
  return { ...both, unstudentised: unstudentised.result };
}

function rowsOfCommonestShape({ shapes }: MeasuredPairs): number[] {
  const groups = rowsBy(upTo(shapes.length), (row) => shapes[row]?.join('/'));
  return [...groups.values()].reduce((most, rows) => (rows.length > most.length ? rows : most));
}

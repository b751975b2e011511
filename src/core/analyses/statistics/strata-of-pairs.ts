/** Strata of pairs by the shape of their change and, where that is asked for, by thirds of covariates. */
import type { PairCovariates } from '../../statistics/pair-covariates.ts';
import { quantile } from '../../statistics/quantile.ts';
import { coarsenShapes, type Strata } from '../../statistics/strata.ts';
import { type ComparedPair, shapeOfPair } from './compared-pair.ts';
import type { Covariate } from './comparison-choice.ts';

export interface SideOfStrata {
  readonly pairs: readonly ComparedPair[];
  readonly usable: readonly boolean[];
  readonly clusters: Int32Array | null;
}

/** Strata of the pairs that have all covariates; the others are left out. */
export function strataOfThose(
  set: SideOfStrata,
  control: SideOfStrata,
  thirds: { readonly set: readonly string[]; readonly control: readonly string[] } | null,
): Strata {
  const side = ({ pairs, usable, clusters }: SideOfStrata, covariates: readonly string[] | null) => {
    const rows = pairs.flatMap((_, row) => (usable[row] === true ? [row] : []));
    return {
      rows,
      of: {
        shapes: rows.map((row) => shapeOfPair(pairs[row] as ComparedPair)),
        clusters: clusters && Int32Array.from(rows, (row) => clusters[row] ?? -1),
        covariates: covariates && rows.map((row) => covariates[row] ?? ''),
      },
    };
  };
  const ofSet = side(set, thirds?.set ?? null);
  const ofControl = side(control, thirds?.control ?? null);
  const { names, ...placed } = coarsenShapes(ofSet.of, ofControl.of);
  const spread = (rows: readonly number[], own: Int32Array, length: number) => {
    const all = new Int32Array(length).fill(-1);
    rows.forEach((row, place) => (all[row] = own[place] ?? -1));
    return all;
  };
  return {
    names,
    set: spread(ofSet.rows, placed.set, set.pairs.length),
    control: spread(ofControl.rows, placed.control, control.pairs.length),
  };
}

/** Whether a stratum of {@link strataOfThose} holds thirds apart: coarser ones have the shape alone in their name. */
export function hasCovariates(name: string | undefined): boolean {
  return name?.includes(' ') === true;
}

const THIRDS = ['low', 'middle', 'high'] as const;

/** Each covariate in words: in which third of the set's values it lies; a value at a cut goes down. */
export function thirdsOf(
  set: readonly PairCovariates[],
  control: readonly PairCovariates[],
  covariates: readonly Covariate[],
): { set: string[]; control: string[] } {
  const cuts = covariates.map((name) => {
    const sorted = Float64Array.from(set.flatMap((values) => values[name] ?? [])).sort();
    return [quantile(sorted, 1 / 3), quantile(sorted, 2 / 3)] as const;
  });
  const words = (values: PairCovariates) =>
    covariates
      .map((name, place) => {
        const [first, second] = cuts[place] ?? [Number.NaN, Number.NaN];
        const value = values[name] ?? Number.NaN;
        return `${name} ${THIRDS[value <= first ? 0 : value <= second ? 1 : 2]}`;
      })
      .join(', ');
  return { set: set.map(words), control: control.map(words) };
}

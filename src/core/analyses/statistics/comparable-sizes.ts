/** How many pairs a run could compare, as the tokenizer has them: known before the run, where each pair has been looked at. */
import { LEAST_PAIRED } from '../../bounds.ts';
import { LEAST_PAIRED_CLUSTERS } from '../../statistics/own-control-statistics.ts';
import type { RunSize } from '../../statistics/power.ts';
import type { Shape } from '../../statistics/shape.ts';
import { coarsenShapes } from '../../statistics/strata.ts';
import { type ClusterNumbers, clusterNumbers } from './cluster-numbers.ts';
import type { ComparisonChoice } from './comparison-choice.ts';
import type { PlannedSizes } from './power-before.ts';

/** A pair that can be measured. */
export interface ComparablePair {
  /** Of its change. */
  readonly shape: Shape;
  readonly cluster: string | null;
  readonly label: string | null;
  /** It has a neutral that can be measured, and whose change is of the same shape. */
  readonly hasNeutral: boolean;
}

export interface SizesOfSides {
  readonly set: RunSize;
  readonly control: RunSize;
}

export interface ComparableSizes {
  /** Pairs that can be compared with their own neutral. */
  readonly paired: RunSize;
  /** All that can be measured. */
  readonly all: SizesOfSides;
  /** Those that have pairs of their shape on the other side. */
  readonly matched: SizesOfSides;
}

/** What is drawn whole, as {@link ComparisonChoice} names it. */
export type SizesByUnits = Readonly<Record<ComparisonChoice['clusters'], ComparableSizes>>;

/** @param control empty without a control set */
export function comparableSizes(
  set: readonly ComparablePair[],
  control: readonly ComparablePair[],
): SizesByUnits {
  const by = (clusters: ComparisonChoice['clusters']): ComparableSizes => {
    const numbers = clusterNumbers(set, control, { clusters });
    const strata = coarsenShapes(side(set, numbers, 'set'), side(control, numbers, 'control'));
    const sizes = (isCounted: (side: 'set' | 'control', row: number) => boolean): SizesOfSides => ({
      set: sizeOf(set, numbers?.set ?? null, (row) => isCounted('set', row)),
      control: sizeOf(control, numbers?.control ?? null, (row) => isCounted('control', row)),
    });
    return {
      paired: sizes((_, row) => set[row]?.hasNeutral === true).set,
      all: sizes(() => true),
      matched: sizes((of, row) => strata[of][row] !== -1),
    };
  };
  return { auto: by('auto'), labels: by('labels'), none: by('none') };
}

function side(pairs: readonly ComparablePair[], numbers: ClusterNumbers | null, of: 'set' | 'control') {
  return { shapes: pairs.map(({ shape }) => shape), clusters: numbers?.[of] ?? null };
}

function sizeOf(
  pairs: readonly ComparablePair[],
  numbers: Int32Array | null,
  isCounted: (row: number) => boolean,
): RunSize {
  const rows = Array.from(pairs.keys()).filter(isCounted);
  const units = numbers === null ? rows.length : new Set(rows.map((row) => numbers[row])).size;
  return { pairs: rows.length, units };
}

/** Whether the neutrals of a set are controls for its pairs: as many as a comparison wants have the shape of their pair's change. */
export function doNeutralsFit({ paired }: ComparableSizes): boolean {
  return paired.pairs >= LEAST_PAIRED && paired.units >= LEAST_PAIRED_CLUSTERS;
}

/** Which comparison `designComparison` will make of them, and of how many. */
export function comparedSizes(sizes: SizesByUnits, choice: ComparisonChoice): PlannedSizes {
  const { comparison, clusters } = choice;
  const { paired, all, matched } = sizes[clusters];
  if (doNeutralsFit(sizes[clusters]) && (comparison === 'auto' || comparison === 'paired'))
    return { kind: 'paired', set: paired, control: null };
  if (all.control.pairs === 0 || all.set.pairs === 0) return { kind: 'none', set: all.set, control: null };
  if (comparison !== 'unadjusted' && matched.set.pairs > 0) return { kind: 'matched', ...matched };
  return { kind: 'unadjusted', ...all };
}

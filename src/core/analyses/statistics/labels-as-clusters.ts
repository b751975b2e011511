/**
 * What labels would do as clusters, where none are given: how alike pairs of one label are, and by how much intervals that
 * take every pair as a unit are likely too narrow. docs/science.md, section 3.
 */
import { variance } from 'd3-array';
import type { Comparison as ComparedValues } from '../../statistics/aggregate.ts';
import {
  differenceWidthFactor,
  type IntraclassCorrelation,
  intraclassCorrelation,
} from '../../statistics/intraclass.ts';

export interface LabelAdvice {
  /** Of the set's pairs or, where each has a neutral, of their differences from it. */
  readonly icc: number | null;
  readonly p: number | null;
  /** Of the interval of the difference, or of the mean where there is none. */
  readonly widthFactor: number | null;
}

type Labels = readonly (string | null)[];

/**
 * @param values [pairs, C] row-major, NaN where undefined
 * @param labels [pairs] of the set; a pair without label stands for itself
 * @param controlLabels [control pairs]
 * @returns [C]; null where no label of the set is there twice
 */
export function labelsAsClusters(
  values: Float64Array,
  labels: Labels,
  compared: ComparedValues | null,
  controlLabels: Labels,
): LabelAdvice[] | null {
  const cluster = labelNumbers(labels);
  if (cluster === null) return null;
  const width = values.length / labels.length;
  const controlCluster = labelNumbers(controlLabels);
  return Array.from({ length: width }, (_, column) => {
    const own = columnOf(values, labels.length, column);
    if (compared?.kind === 'paired') {
      const neutral = columnOf(compared.neutral, labels.length, column);
      return adviceOf(
        intraclassCorrelation(
          own.map((value, row) =>
            compared.used[row] === 1 ? value - (neutral[row] ?? Number.NaN) : Number.NaN,
          ),
          cluster,
        ),
      );
    }
    const ofSet = intraclassCorrelation(own, cluster);
    if (compared === null) return adviceOf(ofSet);
    const control = columnOf(compared.control, controlLabels.length, column);
    const ofControl = controlCluster && intraclassCorrelation(control, controlCluster);
    return {
      icc: ofSet.icc,
      p: ofSet.p,
      widthFactor: differenceWidthFactor(
        { variance: varianceOfMean(own), designEffect: ofSet.designEffect },
        { variance: varianceOfMean(control), designEffect: ofControl?.designEffect ?? null },
      ),
    };
  });
}

function adviceOf({ icc, p, widthFactor }: IntraclassCorrelation): LabelAdvice {
  return { icc, p, widthFactor };
}

/** A number for each label, and one of its own for each pair without; null where no label is there twice. */
function labelNumbers(labels: Labels): Int32Array | null {
  const numbers = new Map<string, number>();
  let next = 0;
  const cluster = Int32Array.from(labels, (label) => {
    if (label === null) return next++;
    const known = numbers.get(label) ?? next++;
    numbers.set(label, known);
    return known;
  });
  return next === labels.length ? null : cluster;
}

function columnOf(values: Float64Array, rows: number, column: number): Float64Array {
  const width = rows === 0 ? 0 : values.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => values[row * width + column] ?? Number.NaN);
}

function varianceOfMean(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return (variance(present) ?? 0) / Math.max(1, present.length);
}

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
/** [pairs, C] row-major, or [C] of [pairs]; NaN where undefined. */
type Table = Float64Array | readonly Float64Array[];

/**
 * @param labels [pairs] of the set; a pair without label stands for itself
 * @param controlLabels [control pairs]
 * @returns [C]; null where no label of the set is there twice
 */
export function labelsAsClusters(
  values: Table,
  labels: Labels,
  compared: ComparedValues | null,
  controlLabels: Labels,
): LabelAdvice[] | null {
  const cluster = labelNumbers(labels);
  if (cluster === null) return null;
  const width = values instanceof Float64Array ? values.length / labels.length : values.length;
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
    if (compared === null) return adviceOf(intraclassCorrelation(own, cluster));
    // What a stratum has in common is held apart already, and a label that is a stratum of its own adds nothing.
    const ofPairs = lessStrata(own, compared.stratum);
    const control = lessStrata(
      columnOf(compared.control, controlLabels.length, column),
      compared.controlStratum,
    );
    const ofSet = intraclassCorrelation(ofPairs, cluster);
    const ofControl = controlCluster && intraclassCorrelation(control, controlCluster);
    return {
      icc: ofSet.icc,
      p: ofSet.p,
      widthFactor: differenceWidthFactor(
        { variance: varianceOfMean(ofPairs), designEffect: ofSet.designEffect },
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

function columnOf(values: Table, rows: number, column: number): Float64Array {
  if (!(values instanceof Float64Array)) return values[column] ?? new Float64Array(rows).fill(Number.NaN);
  const width = rows === 0 ? 0 : values.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => values[row * width + column] ?? Number.NaN);
}

/** Each value less the mean of its stratum; NaN for what is left out. */
function lessStrata(values: Float64Array, stratum: Int32Array): Float64Array {
  const cells = new Map<number, { sum: number; count: number }>();
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const cell = cells.get(stratum[row] ?? -1) ?? { sum: 0, count: 0 };
    cells.set(stratum[row] ?? -1, { sum: cell.sum + value, count: cell.count + 1 });
  });
  return values.map((value, row) => {
    const own = stratum[row] ?? -1;
    const cell = cells.get(own);
    return own === -1 || cell === undefined ? Number.NaN : value - cell.sum / cell.count;
  });
}

function varianceOfMean(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return (variance(present) ?? 0) / Math.max(1, present.length);
}

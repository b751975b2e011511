/** The values of each column that exist, and what resampling finds out about them. */
export interface ColumnSamples {
  readonly signed: boolean;
  readonly set: Float64Array;
  readonly setMissing: number;
  /** null without a control set */
  readonly control: Float64Array | null;
  interval: readonly [number, number] | null;
  differenceInterval: readonly [number, number] | null;
  p: number | null;
  pZero: number | null;
}

/**
 * Takes columns apart, each without what is undefined.
 *
 * @param values [pairs, C] row-major, NaN where undefined
 * @param control [control pairs, C], or null without a control set
 * @throws RangeError when a buffer does not hold whole rows of C values
 */
export function readSamples(
  columns: readonly { readonly signed: boolean }[],
  values: Float64Array,
  control: Float64Array | null,
): ColumnSamples[] {
  const width = columns.length;
  const pairs = countRows(values, width);
  if (control) countRows(control, width);
  return columns.map(({ signed }, column) => {
    const set = presentValues(values, width, column);
    return {
      signed,
      set,
      setMissing: pairs - set.length,
      control: control && presentValues(control, width, column),
      interval: null,
      differenceInterval: null,
      p: null,
      pZero: null,
    };
  });
}

function countRows(values: Float64Array, columns: number): number {
  if (columns === 0 || values.length % columns !== 0) {
    throw new RangeError(`invalid values: ${values.length} of them do not make rows of ${columns} columns`);
  }
  return values.length / columns;
}

/** Column `column` of [rows, width] without what is undefined. */
function presentValues(values: Float64Array, width: number, column: number): Float64Array {
  const present = new Float64Array(values.length / width);
  let count = 0;
  for (let at = column; at < values.length; at += width) {
    const value = values[at]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** Columns that can share resamples: those with as many values, and as many values of the control. */
export function groupByCounts(samples: readonly ColumnSamples[]): ColumnSamples[][] {
  const groups = new Map<string, ColumnSamples[]>();
  for (const sample of samples) {
    const counts = `${sample.set.length} ${sample.control?.length ?? 0}`;
    const group = groups.get(counts);
    if (group) group.push(sample);
    else groups.set(counts, [sample]);
  }
  return [...groups.values()];
}

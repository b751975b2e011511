/**
 * What labels would do as clusters, where none are given: how alike pairs of one label are, and by how much intervals that
 * take every pair as a unit are likely too narrow. docs/science.md, section 3.
 */
import type { Comparison as ComparedValues } from '../../statistics/aggregate.ts';
import { type IntraclassCorrelation, intraclassCorrelation } from '../../statistics/intraclass.ts';

/**
 * @param values [pairs, C] row-major, NaN where undefined
 * @param labels [pairs]; pairs without label are in no group
 * @param compared what the set is compared with: of a paired comparison, the differences are what counts
 * @returns [C]; null where no label is there twice
 */
export function labelsAsClusters(
  values: Float64Array,
  labels: readonly (string | null)[],
  compared: ComparedValues | null,
): IntraclassCorrelation[] | null {
  const numbers = new Map<string, number>();
  const labelled = labels.flatMap((label, row) => (label === null ? [] : [{ label, row }]));
  for (const { label } of labelled) if (!numbers.has(label)) numbers.set(label, numbers.size);
  if (numbers.size < 2 || numbers.size === labelled.length) return null;
  const cluster = Int32Array.from(labelled, ({ label }) => numbers.get(label) ?? 0);
  const width = labels.length === 0 ? 0 : values.length / labels.length;
  const valueAt = (row: number, column: number): number => {
    const own = values[row * width + column] ?? Number.NaN;
    if (compared?.kind !== 'paired') return own;
    return compared.used[row] === 1 ? own - (compared.neutral[row * width + column] ?? Number.NaN) : Number.NaN;
  };
  return Array.from({ length: width }, (_, column) =>
    intraclassCorrelation(
      Float64Array.from(labelled, ({ row }) => valueAt(row, column)),
      cluster,
    ),
  );
}

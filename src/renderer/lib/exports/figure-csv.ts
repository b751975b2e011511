/** The numbers behind figures, as CSV. An undefined value is an empty field. */
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { PairDetail } from '../../../shared/entities.ts';

/** A map: a line for each query and key. `values` is [n, n] row after row, `labels` [n]. */
export function mapCsv(labels: readonly string[], values: ArrayLike<number>): string {
  const n = labels.length;
  const lines = labels.flatMap((query, i) =>
    labels.map((key, j) => [i, query, j, key, defined(values[i * n + j])]),
  );
  return stringify([['query', 'query_token', 'key', 'key_token', 'value'], ...lines]);
}

/** A metric of a pair: a line for each head. */
export function pairHeadsCsv(heads: PairDetail['heads'], metric: MetricName): string {
  const lines = heads.flatMap((row, layer) => row.map((values, head) => [layer, head, values[metric]]));
  return stringify([['layer', 'head', metric], ...lines]);
}

/** The values of a metric at a head: a line for each pair, in the order of its set. */
export function distributionCsv(
  metric: MetricName,
  values: { readonly set: readonly (number | null)[]; readonly control: readonly (number | null)[] },
): string {
  const lines = (['set', 'control'] as const).flatMap((role) =>
    values[role].map((value, index) => [role, index + 1, value]),
  );
  return stringify([['role', 'pair', metric], ...lines]);
}

function defined(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

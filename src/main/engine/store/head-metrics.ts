/** The table `head_metric`: what was measured, one row for each head on each pair of a run. */
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { sameShape, shapeOfChange } from '../../../core/statistics/shape.ts';
import type { Role } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { parsePositions, type PositionPairs } from './alignment-corrections.ts';
import { prepared, preparedAsArrays, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { blockOf, forgetBlock } from './metric-blocks.ts';
import { parseIds } from './rows.ts';
import { storeDamaged } from './sqlite-errors.ts';
import type { ItemPlace } from './run-items.ts';

export interface MeasuredPair {
  readonly runId: number;
  readonly role: Role;
  /** The pair's place in its set. */
  readonly position: number;
  readonly pairId: number;
  readonly layers: number;
  readonly heads: number;
  /** [layers, heads, METRIC_COUNT], in the order of METRIC_NAMES; NaN where undefined */
  readonly values: Float64Array;
}

/**
 * Stores the metrics of every head on one pair, in place of those that are there. One statement writes a whole layer:
 * binding row by row takes twice as long.
 */
export function writePairMetrics(database: WritableDatabase, pair: MeasuredPair): void {
  const { runId, role, position, pairId, layers, heads, values } = pair;
  if (values.length !== layers * heads * METRIC_COUNT)
    throw new PairlensError(
      'INTERNAL',
      `${values.length} values are not ${layers} layers of ${heads} heads with ${METRIC_COUNT} metrics`,
    );
  forgetBlock(database, { runId, role, block: blockOf(position) });
  const insert = prepared(database, insertLayer(heads));
  const bound = new Array<number | string | null>(heads * (5 + METRIC_COUNT));
  let next = 0;
  for (let layer = 0; layer < layers; layer++) {
    let to = 0;
    for (let head = 0; head < heads; head++) {
      bound[to++] = runId;
      bound[to++] = role;
      bound[to++] = position;
      bound[to++] = layer;
      bound[to++] = pairId;
      for (let metric = 0; metric < METRIC_COUNT; metric++) {
        const value = values[next++];
        bound[to++] = value === undefined || Number.isNaN(value) ? null : value;
      }
    }
    insert.run(bound);
  }
}

const insertByHeads = new Map<number, string>();

/** Bound: run, role, position, layer, pair, then METRIC_COUNT values for each head in turn. */
function insertLayer(heads: number): string {
  let sql = insertByHeads.get(heads);
  if (sql === undefined) {
    const values = METRIC_NAMES.map(() => '?').join(', ');
    const rows = Array.from({ length: heads }, (_, head) => `(?, ?, ?, ?, ${head}, ?, ${values})`);
    sql = `
      INSERT OR REPLACE INTO head_metric (run_id, role, position, layer, head, pair_id, ${METRIC_NAMES.join(', ')})
      VALUES ${rows.join(', ')}`;
    insertByHeads.set(heads, sql);
  }
  return sql;
}

export type HeadMetricRow = Record<MetricName, number | null> & {
  readonly position: number;
  readonly pairId: number;
  readonly layer: number;
  readonly head: number;
};

/** The metrics of a row without its place. */
export function metricsOf(row: HeadMetricRow): Record<MetricName, number | null> {
  return Object.fromEntries(METRIC_NAMES.map((name) => [name, row[name]])) as Record<
    MetricName,
    number | null
  >;
}

/** The metrics of one comparison, by layer and head; none when it has failed or is still to be run. */
export function readPairMetrics(
  database: ReadableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
): HeadMetricRow[] {
  return prepared<HeadMetricRow>(
    database,
    `SELECT metric.position, metric.pair_id AS pairId, metric.layer, metric.head, ${METRIC_NAMES.join(', ')}
     FROM run_item AS item
     JOIN head_metric AS metric
       ON metric.run_id = item.run_id AND metric.role = item.role AND metric.position = item.position
     WHERE item.run_id = ? AND item.role = ? AND item.pair_id = ?
     ORDER BY metric.layer, metric.head`,
  ).all(runId, role, pairId);
}

/**
 * Everything that is stored of one comparison: [layers · heads, metrics], NaN where undefined; null where a row is missing or
 * too much.
 */
export function readItemValues(
  database: ReadableDatabase,
  at: { runId: number; role: Role; position: number; layers: number; heads: number },
  metrics: readonly MetricName[],
): Float64Array | null {
  const rows = preparedAsArrays<[layer: number, head: number, ...(number | null)[]]>(
    database,
    `SELECT layer, head, ${metrics.join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position = ? ORDER BY layer, head`,
  ).all(at.runId, at.role, at.position);
  if (rows.length !== at.layers * at.heads) return null;
  const values = new Float64Array(rows.length * metrics.length);
  for (const [place, [layer, head, ...measured]] of rows.entries()) {
    if (layer * at.heads + head !== place) return null;
    for (const [index, value] of measured.entries())
      values[place * metrics.length + index] = value ?? Number.NaN;
  }
  return values;
}

/**
 * The row of one head on a pair that is done.
 * @throws PairlensError STORE_DAMAGED where it cannot be found: it was written with the pair
 */
export function readHeadMetrics(
  database: ReadableDatabase,
  at: { runId: number; role: Role; position: number; layer: number; head: number },
): HeadMetricRow {
  const row = prepared<HeadMetricRow>(
    database,
    `SELECT position, pair_id AS pairId, layer, head, ${METRIC_NAMES.join(', ')} FROM head_metric
     WHERE run_id = ? AND role = ? AND position = ? AND layer = ? AND head = ?`,
  ).get(at.runId, at.role, at.position, at.layer, at.head);
  if (row === undefined)
    throw storeDamaged(
      `the metrics of pair ${at.position + 1} at L${at.layer} H${at.head} of run ${at.runId} cannot be found`,
      at,
    );
  return row;
}

/** One metric at one head over the pairs of a run that have been measured, in the set's order; null: undefined. */
export function readHeadValues(
  database: ReadableDatabase,
  at: { runId: number; role: Role; metric: MetricName; layer: number; head: number },
): (number | null)[] {
  return prepared<{ value: number | null }>(
    database,
    `SELECT metric.${at.metric} AS value
     FROM run_item AS item
     JOIN head_metric AS metric
       ON metric.run_id = item.run_id AND metric.role = item.role AND metric.position = item.position
     WHERE item.run_id = ? AND item.role = ? AND metric.layer = ? AND metric.head = ?
     ORDER BY item.position`,
  )
    .all(at.runId, at.role, at.layer, at.head)
    .map(({ value }) => value);
}

/** A pair that has been measured: what it is, and what shape, length and place of its change are told from. */
export interface ComparedPair {
  readonly pairId: number;
  /** Its place in its set; a pair of the set and its neutral have the same one. */
  readonly position: number;
  readonly label: string | null;
  /** null: the pair is a cluster of its own. */
  readonly cluster: string | null;
  readonly originalIds: readonly number[];
  /** Of the statement that the original was compared with: of the neutral in role 'neutral'. */
  readonly counterfactualIds: readonly number[];
  /** [original position, counterfactual position], ascending */
  readonly aligned: PositionPairs;
}

interface ComparedRow extends Omit<ComparedPair, 'originalIds' | 'counterfactualIds' | 'aligned'> {
  readonly originalIds: string;
  readonly counterfactualIds: string;
  readonly aligned: string;
}

/**
 * Metrics over the pairs of a run that have been measured in a role, in the set's order: what statistics are made from.
 * Returns the pairs, and the values as [pairs, metrics, layers, heads], NaN where undefined.
 */
export function readMeasuredPairs(
  database: ReadableDatabase,
  from: {
    runId: number;
    role: Role;
    layers: number;
    heads: number;
    metrics: readonly MetricName[];
  },
): { pairs: ComparedPair[]; values: Float64Array } {
  const { runId, role, layers, heads, metrics } = from;
  const pairs = readComparedPairs(database, runId, role);
  const rowOfPosition = new Map(pairs.map(({ position }, row) => [position, row]));
  const places = layers * heads;
  const values = new Float64Array(pairs.length * metrics.length * places).fill(Number.NaN);
  const rows = preparedAsArrays<[position: number, layer: number, head: number, ...(number | null)[]]>(
    database,
    `SELECT position, layer, head, ${metrics.join(', ')} FROM head_metric WHERE run_id = ? AND role = ?`,
  ).iterate(runId, role);
  for (const [position, layer, head, ...measured] of rows) {
    const row = rowOfPosition.get(position);
    if (row === undefined) continue;
    const at = row * metrics.length * places + layer * heads + head;
    measured.forEach((value, metric) => (values[at + metric * places] = value ?? Number.NaN));
  }
  return { pairs, values };
}

/** The pairs of {@link readMeasuredPairs} alone. */
export function readComparedPairs(database: ReadableDatabase, runId: number, role: Role): ComparedPair[] {
  return prepared<ComparedRow>(
    database,
    `SELECT item.pair_id AS pairId, item.position, pair.label, pair.cluster, item.original_ids AS originalIds,
       item.counterfactual_ids AS counterfactualIds, item.aligned
     FROM run_item AS item JOIN pair ON pair.id = item.pair_id
     WHERE item.run_id = ? AND item.role = ? AND item.state = 'done' ORDER BY item.position`,
  )
    .all(runId, role)
    .map((row) => ({
      ...row,
      originalIds: parseIds(row.originalIds),
      counterfactualIds: parseIds(row.counterfactualIds),
      aligned: parsePositions(row.aligned),
    }));
}

/**
 * How many pairs of a run have a measured neutral whose change is of their own shape, as statistics compare them: such a one can say
 * what is usual.
 * @param after pairs up to this position are not looked at; -1: all are
 * @param until nor are those behind this one
 * @param most when so many are found, those beyond are not looked at
 * @returns last: position of the last pair that was looked at; `after` where there was none
 */
export function countFittingNeutrals(
  database: ReadableDatabase,
  {
    runId,
    after,
    until,
    most,
  }: { readonly runId: number; readonly after: number; readonly until: number; readonly most: number },
): { readonly count: number; readonly last: number } {
  const rows = prepared<
    { readonly position: number } & {
      readonly [side in 'original' | 'changed' | 'neutral' | 'aligned' | 'neutralAligned']: string;
    }
  >(
    database,
    `SELECT own.position, own.original_ids AS original, own.counterfactual_ids AS changed, own.aligned,
       other.counterfactual_ids AS neutral, other.aligned AS neutralAligned
     FROM run_item AS own JOIN run_item AS other
       ON other.run_id = own.run_id AND other.position = own.position AND other.role = 'neutral'
     WHERE own.run_id = ? AND own.role = 'set' AND own.position > ? AND own.position <= ?
       AND own.state = 'done' AND other.state = 'done'
     ORDER BY own.position`,
  ).iterate(runId, after, until);
  let count = 0;
  let last = after;
  for (const { position, original, changed, neutral, aligned, neutralAligned } of rows) {
    last = position;
    const from = parseIds(original);
    const own = shapeOfChange(from, parseIds(changed), parsePositions(aligned));
    const other = shapeOfChange(from, parseIds(neutral), parsePositions(neutralAligned));
    if (sameShape(own, other) && ++count >= most) break;
  }
  return { count, last };
}

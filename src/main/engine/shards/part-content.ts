/** What the two large files of a part hold, out of the workspace that it was computed in. */
import { pipeline, Readable } from 'node:stream';
import { createZstdCompress } from 'node:zlib';
import { pairNumber } from '../../../core/figures/figure.ts';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { Run } from '../../../shared/entities.ts';
import { metricsColumns } from '../exports/metrics-table.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { readItemValues } from '../store/head-metrics.ts';
import { notesOfItem } from '../store/pair-notes.ts';
import { getPair } from '../store/pairs.ts';
import { failureOf, readItem, type SettledItem, settledAfter } from '../store/run-items.ts';
import { pairTextAt } from '../store/pairs-of-run.ts';
import { storeDamaged } from '../store/sqlite-errors.ts';
import { parquetTable } from '../tables/parquet-table.ts';
import type { TableColumn, TableRow } from '../tables/table.ts';
import { Turn } from '../threads/turns.ts';
import { pairContent, type PartItem, type PartPair } from './part-items.ts';

type PartRun = Pick<Run, 'id' | 'metrics' | 'model'>;

/** Comparisons that are read together. */
const TOGETHER = 100;
/** Rows of a group: enough for programs that read millions of them. */
const GROUP_ROWS = 32_768;

/** Those of metrics.csv, with the role before them: `set`, `control` or `neutral`. */
export function partColumns(metrics: readonly MetricName[]): TableColumn[] {
  return [{ name: 'role', type: 'text' }, ...metricsColumns(metrics)];
}

/** Comparisons that are done or have failed, by role and place. */
export async function* settledItems(
  database: ReadableDatabase,
  runId: number,
): AsyncGenerator<SettledItem, void, void> {
  const turn = new Turn();
  for (let after: SettledItem | null = null; ;) {
    const items: readonly SettledItem[] = settledAfter(database, runId, after, TOGETHER);
    yield* items;
    after = items.at(-1) ?? null;
    if (after === null) return;
    if (turn.isOver) await turn.give();
  }
}

/**
 * The rows as Parquet, by role, place, layer and head.
 * @param about where the rows come from, for the file's metadata
 * @param onRows told how many there are so far
 */
export async function* rowsContent(
  database: ReadableDatabase,
  run: PartRun,
  about: object,
  onRows: (rows: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const head = { columns: partColumns(run.metrics), about };
  const table = parquetTable(head, { groupRows: GROUP_ROWS, codec: 'ZSTD' });
  let rows = 0;
  for await (const item of settledItems(database, run.id)) {
    if (item.state !== 'done') continue;
    const added = rowsOf(database, run, item);
    rows += added.length;
    yield table.add(added);
  }
  yield table.end();
  onRows(rows);
}

function rowsOf(database: ReadableDatabase, run: PartRun, { role, position }: SettledItem): TableRow[] {
  const { layers, heads } = run.model;
  const values = readItemValues(database, { runId: run.id, role, position, layers, heads }, METRIC_NAMES);
  const texts = pairTextAt(database, { runId: run.id, role, position });
  if (values === null || texts === undefined)
    throw storeDamaged('a comparison that is done lacks numbers', { role, position });
  const place = [role, pairNumber(position), texts.label, texts.original, texts.counterfactual] as const;
  const columns = run.metrics.map((name) => METRIC_NAMES.indexOf(name));
  return Array.from({ length: layers * heads }, (_, at): TableRow => [
    ...place,
    Math.floor(at / heads),
    at % heads,
    ...columns.map((column) => valueOrNull(values[at * METRIC_COUNT + column])),
  ]);
}

function valueOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/**
 * The pairs, and what their comparisons were computed from, as compressed lines.
 * @param onLines told how many there are
 */
export function itemsContent(
  database: ReadableDatabase,
  run: PartRun,
  onLines: (lines: number) => void,
): AsyncIterable<Uint8Array> {
  return compressedLines(itemsOf(database, run.id), onLines);
}

/**
 * A line of JSON for each.
 * @param onLines told how many there are
 */
export function compressedLines(
  rows: AsyncIterable<object>,
  onLines: (lines: number) => void,
): AsyncIterable<Uint8Array> {
  const compressed = createZstdCompress();
  // What goes wrong before it is thrown where the compressed bytes are read.
  pipeline(Readable.from(lines(rows, onLines)), compressed, () => undefined);
  return compressed;
}

async function* lines(
  rows: AsyncIterable<object>,
  onLines: (lines: number) => void,
): AsyncGenerator<string, void, void> {
  let count = 0;
  for await (const row of rows) {
    yield `${JSON.stringify(row)}\n`;
    count++;
  }
  onLines(count);
}

async function* itemsOf(database: ReadableDatabase, runId: number): AsyncGenerator<PartItem, void, void> {
  for await (const item of settledItems(database, runId)) yield partItemOf(database, runId, item);
}

function partItemOf(database: ReadableDatabase, runId: number, item: SettledItem): PartItem {
  const { role, position, pairId, state } = item;
  const pair = role === 'neutral' ? {} : { pair: contentOf(database, pairId) };
  if (state === 'failed') {
    const failure = failureOf(database, runId, item);
    if (failure === null) throw storeDamaged('a failure is gone', { role, position });
    return { role, position, ...pair, state, ...failure };
  }
  const from = readItem(database, runId, pairId, role)?.computedFrom;
  if (from === undefined || from === null)
    throw storeDamaged('a comparison that is done lacks its tokens', { role, position });
  return {
    role,
    position,
    ...pair,
    state,
    originalIds: [...from.originalIds],
    counterfactualIds: [...from.counterfactualIds],
    alignmentUsed: from.alignmentUsed,
    aligned: from.aligned.map(([original, compared]): [number, number] => [original, compared]),
    notes: notesOfItem(database, runId, item),
  };
}

function contentOf(database: ReadableDatabase, pairId: number): PartPair {
  return pairContent.parse(getPair(database, pairId));
}

/** Rows of a run in a folder as one Parquet file, written by DuckDB itself: columns go from file to file, and none is a number here. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { stepsOf } from '../results/row-keys.ts';
import { pairsAfter } from '../store/pairs-of-run.ts';
import { whereSql, withChosen, withRowKeys } from './chosen-rows.ts';
import { expectWanted } from '../threads/until-cancelled.ts';
import { text } from './duck.ts';
import type { FolderRun } from './folder-run.ts';
import { orderSql, placeSql } from './row-sql.ts';
import type { Parts } from './row-pages.ts';

export interface CopyRequest {
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  /** Columns beside where a row is. */
  readonly metrics: readonly MetricName[];
  /** What the file says under `pairlens` of where it comes from. */
  readonly about: object;
}

/** Rows of a group: few enough that a page of results reads little, enough that a file has not more groups than rows are worth. */
const GROUP_ROWS = 36_864;
const PIECE_BYTES = 1 << 20;
const PAIRS_TOGETHER = 2000;

/**
 * The bytes of the file. It is written whole to a temporary file first, which goes when the last piece has been taken.
 * @throws PairlensError CANCELLED; RESULTS_INVALID, also where there is no room for it
 */
export async function* parquetCopy(
  parts: Parts,
  folder: FolderRun,
  request: CopyRequest,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const path = await parts.duck.temporaryFile(`${folder.tables.name()}.parquet`);
  try {
    await writeCopy(parts, folder, request, path, signal);
    for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES }))
      yield new Uint8Array(piece as Buffer<ArrayBuffer>);
  } finally {
    await rm(path, { force: true });
  }
}

async function writeCopy(
  parts: Parts,
  folder: FolderRun,
  { filter, sort, metrics, about }: CopyRequest,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { role } = filter;
  const steps = stepsOf(sort);
  const columns = ['pair', 'label', 'original', 'counterfactual', 'layer', 'head', ...metrics];
  await folder.tables.use(
    `texts ${role}`,
    (table, wanted) => writeTexts(parts, folder, role, table, wanted),
    (texts) =>
      withChosen(
        { ...parts, folder },
        filter,
        (chosen) =>
          withRowKeys(
            parts,
            chosen,
            steps,
            (keys) =>
              parts.duck.run(
                `COPY (SELECT ${columns.join(', ')} FROM (
               SELECT m.pair, t.label, t.original, t.counterfactual, m.layer, m.head, ${placeSql(folder.grid)} AS place,
                 ${metrics.map((name) => `m.${name}`).join(', ')}${keys.columns}
               FROM ${chosen.from} LEFT JOIN ${texts} AS t ON t.pair = m.pair ${keys.join} ${whereSql(chosen.where)})
             ORDER BY ${orderSql(steps, ['pair', 'place'])})
             TO ${text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS},
               KV_METADATA {pairlens: ${text(JSON.stringify(about))}})`,
                signal,
              ),
            signal,
          ),
        signal,
      ),
    signal,
  );
}

/** Statements and labels as the workspace has them, by pair. */
async function writeTexts(
  { database, duck }: Parts,
  folder: FolderRun,
  role: ResultFilter['role'],
  table: string,
  wanted: AbortSignal,
): Promise<void> {
  await duck.run(
    `CREATE TABLE ${table} (pair INTEGER, label VARCHAR, original VARCHAR, counterfactual VARCHAR)`,
  );
  for (let position = -1; ;) {
    const pairs = pairsAfter(
      database,
      { runId: folder.run.id, role, position },
      { read: 'texts', limit: PAIRS_TOGETHER },
    );
    const last = pairs.at(-1);
    if (last === undefined) return;
    await duck.append(
      table,
      pairs.map((pair) => [pair.position + 1, pair.label, pair.original, pair.counterfactual]),
    );
    expectWanted(wanted);
    position = last.position;
  }
}

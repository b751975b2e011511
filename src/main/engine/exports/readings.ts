/** What is written of a run that takes long and changes nothing: tables. */
import { setTimeout } from 'node:timers/promises';
import { statisticsRows } from '../../../core/analyses/statistics/rows.ts';
import type { ResultFilter, ResultSort, Run } from '../../../shared/entities.ts';
import type { TableFormat } from '../../../shared/tables.ts';
import type { StatisticsResult } from '../aggregates/service.ts';
import type { ResultsWherever } from '../run-folders/answers.ts';
import type { FolderResults } from '../run-folders/folder-results.ts';
import { provenanceOf } from '../runs/provenance.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getRun } from '../store/runs.ts';
import { tableWriter } from '../tables/table-writer.ts';
import { AGGREGATES_COLUMNS, aggregatesRow } from './aggregates-table.ts';
import { metricsColumns, metricsRow } from './metrics-table.ts';

export interface MetricsRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly format: TableFormat;
}

export interface AggregatesRequest extends StatisticsResult {
  readonly run: Run;
  readonly group: string;
  readonly format: TableFormat;
}

export interface MetricsPiece {
  /** Empty where rows are still being gathered. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Rows that are written by then, of how many. */
  readonly done: number;
  readonly total: number;
}

/** Rows that are read at a time: some hundred kilobytes of text. */
const CHUNK = 250;
/** So often somebody who waits for a copy is told that it goes on, and can stop it. */
const WAITED_MS = 200;
const NOTHING = new Uint8Array(0);

export type ExportQuestions = ReturnType<typeof exportQuestions>;
export type ExportTasks = ReturnType<typeof exportTasks>;

export function exportQuestions() {
  return {
    /** aggregates.csv, or the same in another format. */
    aggregatesTable({ result, metrics, run, group, format }: AggregatesRequest): Uint8Array<ArrayBuffer> {
      const about = { ...provenanceOf(run), table: 'aggregates', group };
      const writer = tableWriter(format, { columns: AGGREGATES_COLUMNS, about });
      const rows = writer.add(statisticsRows(result, metrics).map(aggregatesRow));
      return new Uint8Array(Buffer.concat([rows, writer.end()]));
    },
  };
}

export function exportTasks(database: ReadableDatabase, results: ResultsWherever) {
  return {
    /** metrics.csv of what the filter shows, or the same in another format, in pieces. */
    async *metricsPieces({ format, ...request }: MetricsRequest): AsyncGenerator<MetricsPiece, void, void> {
      const run = getRun(database, request.runId);
      const { metrics } = run;
      const { rows: total } = await results.of(run.id).count(request);
      const about = { ...provenanceOf(run), table: 'metrics', filter: request.filter, sort: request.sort };
      if (format === 'parquet' && results.isInFolder(run.id)) {
        yield* copiedPieces(results.inFolders, { ...request, metrics, about }, total);
        return;
      }
      const writer = tableWriter(format, { columns: metricsColumns(metrics), about });
      let done = 0;
      for await (const chunk of results.of(run.id).all(request, CHUNK)) {
        done += chunk.length;
        yield { bytes: writer.add(chunk.map((row) => metricsRow(row, metrics))), done, total };
      }
      yield { bytes: writer.end(), done, total };
    },
  };
}

/** Copied from files to a file: all rows are written when the first piece comes. One that is left before is stopped. */
async function* copiedPieces(
  results: FolderResults,
  request: Parameters<FolderResults['parquet']>[0],
  total: number,
): AsyncGenerator<MetricsPiece, void, void> {
  const stop = new AbortController();
  const pieces = results.parquet(request, stop.signal);
  try {
    for (let next = pieces.next(); ;) {
      const piece = await Promise.race([next, setTimeout(WAITED_MS, null)]);
      if (piece === null) yield { bytes: NOTHING, done: 0, total };
      else if (piece.done === true) break;
      else {
        yield { bytes: piece.value, done: total, total };
        next = pieces.next();
      }
    }
  } finally {
    stop.abort();
    await pieces.return();
  }
}

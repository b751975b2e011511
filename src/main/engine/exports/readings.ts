/** What is written of a run that takes long and changes nothing: tables. */
import { statisticsRows } from '../../../core/analyses/statistics/rows.ts';
import type { ResultFilter, ResultRow, ResultSort, Run } from '../../../shared/entities.ts';
import type { TableFormat } from '../../../shared/tables.ts';
import type { StatisticsResult } from '../aggregates/service.ts';
import type { ResultsWherever } from '../run-folders/answers.ts';
import { withWaits } from '../run-folders/while-waiting.ts';
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
        // Copied from files to a file: all rows are written when the first piece comes.
        const stop = new AbortController();
        const copied = results.inFolders.parquet({ ...request, metrics, about }, stop.signal);
        for await (const bytes of withWaits(copied, stop))
          yield bytes === null ? { bytes: NOTHING, done: 0, total } : { bytes, done: total, total };
        return;
      }
      const writer = tableWriter(format, { columns: metricsColumns(metrics), about });
      let done = 0;
      for await (const chunk of rowsOf(results, request)) {
        if (chunk === null) {
          yield { bytes: NOTHING, done, total };
          continue;
        }
        done += chunk.length;
        yield { bytes: writer.add(chunk.map((row) => metricsRow(row, metrics))), done, total };
      }
      yield { bytes: writer.end(), done, total };
    },
  };
}

/** Rows, some at a time, and null while those of a folder are waited for, which may be sorted first. */
function rowsOf(
  results: ResultsWherever,
  request: Omit<MetricsRequest, 'format'>,
): Iterable<ResultRow[]> | AsyncIterable<ResultRow[] | null> {
  if (!results.isInFolder(request.runId)) return results.inStore.all(request, CHUNK);
  const stop = new AbortController();
  return withWaits(results.inFolders.all(request, CHUNK, stop.signal), stop);
}

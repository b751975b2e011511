/** What is written of a run that takes long and changes nothing: tables as text. */
import { aggregatesCsv } from '../../../core/analyses/statistics/aggregates-csv.ts';
import { statisticsRows } from '../../../core/analyses/statistics/rows.ts';
import type { ResultFilter, ResultRow, ResultSort } from '../../../shared/entities.ts';
import type { StatisticsResult } from '../aggregates/service.ts';
import type { ResultsService } from '../results/service.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { getRun } from '../store/runs.ts';
import { metricsCsv } from './csv.ts';

export interface MetricsRequest {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
}

export interface MetricsPiece {
  readonly text: string;
  /** Rows that are written by then, of how many. */
  readonly done: number;
  readonly total: number;
}

/** Rows that are read at a time, and make a piece: some hundred kilobytes of text. */
const CHUNK = 250;

export type ExportQuestions = ReturnType<typeof exportQuestions>;
export type ExportTasks = ReturnType<typeof exportTasks>;

export function exportQuestions() {
  return {
    /** aggregates.csv */
    aggregatesText: ({ result, metrics }: StatisticsResult) => aggregatesCsv(statisticsRows(result, metrics)),
  };
}

export function exportTasks(database: ReadableDatabase, results: Pick<ResultsService, 'all' | 'count'>) {
  return {
    /** metrics.csv of what the filter shows, in pieces, the first with the header. */
    async *metricsPieces(request: MetricsRequest): AsyncGenerator<MetricsPiece, void, void> {
      const { metrics } = getRun(database, request.runId);
      const { rows: total } = results.count(request);
      let done = 0;
      const counted = function* (): Generator<ResultRow> {
        for (const chunk of results.all(request, CHUNK)) {
          yield* chunk;
          done += chunk.length;
        }
      };
      for await (const text of metricsCsv(counted(), metrics, CHUNK)) yield { text, done, total };
    },
  };
}

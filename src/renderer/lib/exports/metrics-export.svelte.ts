/** Exports the rows that pass a filter as a table, fetched piece by piece. */
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { TABLE_MIME_TYPES, type TableFormat } from '../../../shared/tables.ts';
import { client } from '../engine/client.ts';
import { PieceCollector } from './pieces.ts';
import { saveFile } from './save-file.ts';

export interface MetricsExportInput {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly format: TableFormat;
}

export class MetricsExport {
  /** null while no export is under way. */
  progress = $state.raw<{ readonly rows: number } | null>(null);
  #abort: AbortController | null = null;

  /** Fetches all pieces and saves them as one file; throws what the engine throws, and returns when cancelled. */
  async start(input: MetricsExportInput): Promise<void> {
    this.cancel();
    const { signal } = (this.#abort = new AbortController());
    const pieces = new PieceCollector();
    this.progress = { rows: 0 };
    try {
      for await (const { base64, done } of await client.exports.metricsTable(input, { signal })) {
        pieces.add(base64);
        this.progress = { rows: done };
      }
      const { runId, format } = input;
      if (!signal.aborted) saveFile(pieces.blob(TABLE_MIME_TYPES[format]), `run-${runId}-metrics.${format}`);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (this.#abort?.signal === signal) this.progress = null;
    }
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.progress = null;
  }
}

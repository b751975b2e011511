/** Exports the rows that pass a filter as metrics.csv, fetched piece by piece. */
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { CSV, saveFile } from './save-file.ts';

export interface MetricsExportInput {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
}

export class MetricsExport {
  /** null while no export is under way. */
  progress = $state.raw<{ readonly rows: number } | null>(null);
  #abort: AbortController | null = null;

  /** Fetches all pieces and saves them as one file; throws what the engine throws, and returns when cancelled. */
  async start(input: MetricsExportInput): Promise<void> {
    this.cancel();
    const { signal } = (this.#abort = new AbortController());
    const pieces: string[] = [];
    let lines = 0;
    this.progress = { rows: 0 };
    try {
      for await (const piece of await client.exports.metricsCsv(input, { signal })) {
        pieces.push(piece);
        lines += linesIn(piece);
        // The first line is the header.
        this.progress = { rows: Math.max(0, lines - 1) };
      }
      if (!signal.aborted) saveFile(new Blob(pieces, { type: CSV }), `run-${input.runId}-metrics.csv`);
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

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

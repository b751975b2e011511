/** Exports the rows that pass a filter as a table, fetched piece by piece. */
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { TABLE_MIME_TYPES, type TableFormat } from '../../../shared/tables.ts';
import { client } from '../engine/client.ts';
import { saveFile } from './save-file.ts';

export interface MetricsExportInput {
  readonly runId: number;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
  readonly format: TableFormat;
}

/** Bytes that are held here before the browser is given them to keep, which has room on disk. */
const HELD = 2 ** 23;

export class MetricsExport {
  /** null while no export is under way. */
  progress = $state.raw<{ readonly rows: number } | null>(null);
  #abort: AbortController | null = null;

  /** Fetches all pieces and saves them as one file; throws what the engine throws, and returns when cancelled. */
  async start(input: MetricsExportInput): Promise<void> {
    this.cancel();
    const { signal } = (this.#abort = new AbortController());
    const kept: Blob[] = [];
    let held: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const keep = () => {
      kept.push(new Blob(held));
      held = [];
      size = 0;
    };
    this.progress = { rows: 0 };
    try {
      for await (const { base64, done } of await client.exports.metricsTable(input, { signal })) {
        const bytes = fromBase64(base64);
        held.push(bytes);
        size += bytes.length;
        if (size >= HELD) keep();
        this.progress = { rows: done };
      }
      keep();
      const { runId, format } = input;
      if (!signal.aborted)
        saveFile(new Blob(kept, { type: TABLE_MIME_TYPES[format] }), `run-${runId}-metrics.${format}`);
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

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Whether a file that SQLite does not know as a database has been a store: what a damaged first page is told from. */
import { closeSync, openSync, readSync } from 'node:fs';

/** The schema, which every store has in its first pages, as text. */
const TRACE = 'CREATE TABLE head_metric (';
const LOOKED_THROUGH = 1 << 20;

/** Nobody may have the file open by SQLite in this process: closing it here would end the locks that SQLite has on it. */
export function hasTracesOfStore(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(LOOKED_THROUGH);
    return start.subarray(0, readSync(file, start, 0, LOOKED_THROUGH, 0)).includes(TRACE);
  } finally {
    closeSync(file);
  }
}

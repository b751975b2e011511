/** Whether the workspace of a bundle, which may come from anywhere, is whole in itself. */
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import { tensorHashOf } from '../store/tensors.ts';
import { refused } from './read-bundle.ts';
import { BUNDLE_TABLES, type Row } from './rows-of-run.ts';

/** @throws PairlensError BUNDLE_INVALID where a row of the run refers to one that is not there */
export function* checkReferences(
  database: ReadableDatabase,
  runId: number,
  name: string,
): Generator<void, void, void> {
  const lacking = (table: string, parent: string) =>
    refused(name, `rows of ${table} refer to rows of ${parent} that it lacks`);
  for (const table of BUNDLE_TABLES) {
    // There may be millions of these: they are looked at place by place below.
    if (table === 'head_metric') continue;
    const orphan = prepared<{ parent: string }>(
      database,
      'SELECT parent FROM pragma_foreign_key_check(?) LIMIT 1',
    ).get(table);
    if (orphan !== undefined) throw lacking(table, orphan.parent);
    yield;
  }
  const next = prepared<{ role: string; position: number; isThere: number }>(
    database,
    `SELECT role, position, EXISTS (
       SELECT 1 FROM run_item AS item
       WHERE item.run_id = metric.run_id AND item.role = metric.role AND item.position = metric.position
     ) AS isThere
     FROM head_metric AS metric WHERE run_id = ? AND (role, position) > (?, ?) ORDER BY role, position LIMIT 1`,
  );
  for (let at = next.get(runId, '', -1); at !== undefined; at = next.get(runId, at.role, at.position)) {
    if (at.isThere === 0) throw lacking('head_metric', 'run_item');
    yield;
  }
}

/** @throws PairlensError BUNDLE_INVALID where an activation is not the one that the run kept; STORE_DAMAGED */
export function* checkTensors(
  database: ReadableDatabase,
  runId: number,
  name: string,
): Generator<void, void, void> {
  // One at a time, by a statement that is over at once: they may be large, and this may be cut off.
  const next = prepared<Row & { readonly place: number }>(
    database,
    'SELECT rowid AS place, * FROM tensor WHERE run_id = ? AND rowid > ? ORDER BY rowid LIMIT 1',
  );
  for (let row = next.get(runId, 0); row !== undefined; row = next.get(runId, row.place)) {
    if (row['hash'] !== null && row['hash'] !== tensorHashOf(row))
      throw refused(
        name,
        `the activations ${String(row['hook'])} that the run kept of pair ${String(row['pair_id'])} are not what was kept`,
      );
    yield;
  }
}

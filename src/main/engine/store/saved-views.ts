/** The table `saved_view`: views of a room by a name. */
import type { SavedView } from '../../../shared/saved-views.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { freeName, naming } from './names.ts';
import { expectChange, found, now } from './rows.ts';

const COLUMNS = 'id, room, name, query, created_at AS createdAt';

interface Place {
  readonly projectId: number;
  readonly room: string;
}

/** In the order of their names. */
export function listViews(database: ReadableDatabase, { projectId, room }: Place): SavedView[] {
  return prepared<SavedView>(
    database,
    `SELECT ${COLUMNS} FROM saved_view WHERE project_id = ? AND room = ? AND removed_at IS NULL
     ORDER BY name COLLATE NOCASE, id`,
  ).all(projectId, room);
}

/** A view that has the name already is this one from then on. */
export function saveView(
  database: WritableDatabase,
  { projectId, room, name, query }: Place & { readonly name: string; readonly query: string },
): SavedView {
  const row = prepared<SavedView>(
    database,
    `INSERT INTO saved_view (project_id, room, name, query, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (project_id, room, name) WHERE removed_at IS NULL DO UPDATE SET query = excluded.query
     RETURNING ${COLUMNS}`,
  ).get(projectId, room, name, query, now());
  return found(row, 'view', name);
}

/** `name`, or the first of "name 2", "name 3", … that no view of the room has. */
export function freeViewName(database: ReadableDatabase, place: Place, name: string): string {
  const taken = new Set(listViews(database, place).map((view) => view.name));
  return freeName(name, taken);
}

export function removeView(database: WritableDatabase, id: number): void {
  const update = prepared(
    database,
    'UPDATE saved_view SET removed_at = ? WHERE id = ? AND removed_at IS NULL',
  );
  expectChange(update.run(now(), id), 'view', id);
}

/** Takes back a removal. @throws PairlensError CONFLICT when another view has taken the name since */
export function restoreView(database: WritableDatabase, id: number): SavedView {
  const update = prepared<SavedView>(
    database,
    `UPDATE saved_view SET removed_at = NULL WHERE id = ? RETURNING ${COLUMNS}`,
  );
  return naming(String(id), 'another view has taken its name', () => found(update.get(id), 'view', id));
}

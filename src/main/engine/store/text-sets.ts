/** The table `text_set`. */
import type { TextSet } from '../../../shared/texts.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { naming } from './names.ts';
import { expectChange, found, newId, now } from './rows.ts';
import { textSetHash } from './text-content.ts';
import { textsInOrder } from './texts.ts';

type SetRow = Omit<TextSet, 'labels' | 'textCount'>;

const SELECT = `
  SELECT id, project_id AS projectId, name, description, source, created_at AS createdAt
  FROM text_set`;

export function listTextSets(database: ReadableDatabase, projectId: number): TextSet[] {
  return prepared<SetRow>(database, `${SELECT} WHERE project_id = ? AND removed_at IS NULL ORDER BY id`)
    .all(projectId)
    .map((row) => withTexts(database, row));
}

export function getTextSet(database: ReadableDatabase, id: number): TextSet {
  const row = prepared<SetRow>(database, `${SELECT} WHERE id = ? AND removed_at IS NULL`).get(id);
  return withTexts(database, found(row, 'text set', id));
}

/** The set of that name in the project, or null. */
export function findTextSet(database: ReadableDatabase, projectId: number, name: string): TextSet | null {
  const row = prepared<SetRow>(
    database,
    `${SELECT} WHERE project_id = ? AND name = ? AND removed_at IS NULL`,
  ).get(projectId, name);
  return row === undefined ? null : withTexts(database, row);
}

function withTexts(database: ReadableDatabase, row: SetRow): TextSet {
  const labels = prepared<TextSet['labels'][number]>(
    database,
    `SELECT label, count(*) AS texts FROM text WHERE set_id = ? AND removed_at IS NULL
     GROUP BY label ORDER BY label IS NULL, label`,
  ).all(row.id);
  return { ...row, labels, textCount: labels.reduce((sum, { texts }) => sum + texts, 0) };
}

/** Throws CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project. */
export function createTextSet(
  database: WritableDatabase,
  values: Pick<TextSet, 'projectId' | 'name' | 'description' | 'source'>,
): TextSet {
  const { projectId, name, description, source } = values;
  found(
    prepared(database, 'SELECT 1 FROM project WHERE id = ? AND removed_at IS NULL').get(projectId),
    'project',
    projectId,
  );
  const insert = prepared(
    database,
    'INSERT INTO text_set (project_id, name, description, source, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  return named(name, () =>
    getTextSet(database, newId(insert.run(projectId, name, description, source, now()))),
  );
}

/** Throws CONFLICT when the project has another set of that name. */
export function updateTextSet(
  database: WritableDatabase,
  { id, name, description }: Pick<TextSet, 'id' | 'name' | 'description'>,
): TextSet {
  const update = prepared(
    database,
    'UPDATE text_set SET name = ?, description = ? WHERE id = ? AND removed_at IS NULL',
  );
  return named(name, () => {
    expectChange(update.run(name, description, id), 'text set', id);
    return getTextSet(database, id);
  });
}

export function removeTextSet(database: WritableDatabase, id: number): void {
  const update = prepared(database, 'UPDATE text_set SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  expectChange(update.run(now(), id), 'text set', id);
}

/** Takes back a removal. Throws CONFLICT when another set has taken the name since. */
export function restoreTextSet(database: WritableDatabase, id: number): TextSet {
  const name = prepared<{ name: string }>(database, 'SELECT name FROM text_set WHERE id = ?').get(id)?.name;
  return named(name ?? '', () => {
    const result = prepared(database, 'UPDATE text_set SET removed_at = NULL WHERE id = ?').run(id);
    expectChange(result, 'text set', id);
    return getTextSet(database, id);
  });
}

/** textSetHash of the set's texts as they are now. */
export function hashTextSet(database: ReadableDatabase, id: number): string {
  return textSetHash(textsInOrder(database, id));
}

function named<Result>(name: string, change: () => Result): Result {
  return naming(name, `the project has a text set named “${name}” already`, change);
}

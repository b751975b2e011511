/** The table `sentence_set`. */
import type { SentenceSet } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { naming } from './names.ts';
import { expectChange, found, newId, now } from './rows.ts';

type SetRow = Omit<SentenceSet, 'labels' | 'pairCount' | 'neutralCount' | 'clusterCount'>;

const SELECT = `
  SELECT id, project_id AS projectId, name, description, source, created_at AS createdAt
  FROM sentence_set`;

export function listSentenceSets(database: ReadableDatabase, projectId: number): SentenceSet[] {
  return prepared<SetRow>(database, `${SELECT} WHERE project_id = ? AND removed_at IS NULL ORDER BY id`)
    .all(projectId)
    .map((row) => withPairs(database, row));
}

export function getSentenceSet(database: ReadableDatabase, id: number): SentenceSet {
  const row = prepared<SetRow>(database, `${SELECT} WHERE id = ? AND removed_at IS NULL`).get(id);
  return withPairs(database, found(row, 'sentence set', id));
}

/** The set of that name in the project, or null. */
export function findSentenceSet(
  database: ReadableDatabase,
  projectId: number,
  name: string,
): SentenceSet | null {
  const row = prepared<SetRow>(
    database,
    `${SELECT} WHERE project_id = ? AND name = ? AND removed_at IS NULL`,
  ).get(projectId, name);
  return row === undefined ? null : withPairs(database, row);
}

function withPairs(database: ReadableDatabase, row: SetRow): SentenceSet {
  const labels = prepared<{ label: string | null; pairs: number }>(
    database,
    `SELECT label, count(*) AS pairs FROM pair WHERE set_id = ? AND removed_at IS NULL
     GROUP BY label ORDER BY label IS NULL, label`,
  ).all(row.id);
  const beside = prepared<{ neutralCount: number; clusterCount: number }>(
    database,
    `SELECT count(coalesce(neutral, neutral_ids)) AS neutralCount, count(DISTINCT cluster) AS clusterCount
     FROM pair WHERE set_id = ? AND removed_at IS NULL`,
  ).get(row.id) ?? { neutralCount: 0, clusterCount: 0 };
  return { ...row, labels, ...beside, pairCount: labels.reduce((sum, { pairs }) => sum + pairs, 0) };
}

export interface NewSentenceSet {
  readonly projectId: number;
  readonly name: string;
  readonly description: string;
  /** 'bundled:negation', 'file:pairs.csv', 'manual' */
  readonly source: string;
}

/** Throws CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project. */
export function createSentenceSet(database: WritableDatabase, values: NewSentenceSet): SentenceSet {
  const { projectId, name, description, source } = values;
  found(
    prepared(database, 'SELECT 1 FROM project WHERE id = ? AND removed_at IS NULL').get(projectId),
    'project',
    projectId,
  );
  const insert = prepared(
    database,
    'INSERT INTO sentence_set (project_id, name, description, source, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  return named(name, () =>
    getSentenceSet(database, newId(insert.run(projectId, name, description, source, now()))),
  );
}

export function updateSentenceSet(
  database: WritableDatabase,
  values: { id: number; name: string; description: string },
): SentenceSet {
  const { id, name, description } = values;
  const update = prepared(
    database,
    'UPDATE sentence_set SET name = ?, description = ? WHERE id = ? AND removed_at IS NULL',
  );
  return named(name, () => {
    expectChange(update.run(name, description, id), 'sentence set', id);
    return getSentenceSet(database, id);
  });
}

export function removeSentenceSet(database: WritableDatabase, id: number): void {
  const update = prepared(
    database,
    'UPDATE sentence_set SET removed_at = ? WHERE id = ? AND removed_at IS NULL',
  );
  expectChange(update.run(now(), id), 'sentence set', id);
}

/** Takes back a removal. */
export function restoreSentenceSet(database: WritableDatabase, id: number): SentenceSet {
  const name = prepared<{ name: string }>(database, 'SELECT name FROM sentence_set WHERE id = ?').get(
    id,
  )?.name;
  return named(name ?? '', () => {
    const result = prepared(database, 'UPDATE sentence_set SET removed_at = NULL WHERE id = ?').run(id);
    expectChange(result, 'sentence set', id);
    return getSentenceSet(database, id);
  });
}

function named<Result>(name: string, change: () => Result): Result {
  return naming(name, `the project has a sentence set named “${name}” already`, change);
}

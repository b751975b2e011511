/** The table `project`, with what was done in each project. */
import type { Project } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { naming } from './names.ts';
import { expectChange, found, newId, now } from './rows.ts';

const SELECT = `
  SELECT id, name, description, created_at AS createdAt,
    (SELECT count(*) FROM sentence_set WHERE project_id = project.id AND removed_at IS NULL AND ready = 1) AS setCount,
    (SELECT count(*) FROM sentence_set WHERE project_id = project.id AND removed_at IS NULL AND ready = 1
      AND EXISTS (SELECT 1 FROM pair WHERE set_id = sentence_set.id AND removed_at IS NULL)) AS filledSetCount,
    (SELECT count(*) FROM run WHERE project_id = project.id AND removed_at IS NULL) AS runCount,
    max(
      created_at,
      coalesce((SELECT max(coalesce(finished_at, started_at, created_at)) FROM run WHERE project_id = project.id), ''),
      coalesce((SELECT max(coalesce(finished_at, started_at, created_at)) FROM analysis WHERE project_id = project.id), ''),
      coalesce((SELECT max(created_at) FROM sentence_set WHERE project_id = project.id), ''),
      coalesce((SELECT max(created_at) FROM text_set WHERE project_id = project.id), ''),
      coalesce((SELECT max(changed_at) FROM mark WHERE project_id = project.id), ''),
      coalesce((SELECT max(created_at) FROM saved_view WHERE project_id = project.id), ''),
      coalesce((
        SELECT max(max(set_change.created_at, coalesce(undone_at, '')))
        FROM set_change JOIN sentence_set ON sentence_set.id = set_id
        WHERE project_id = project.id), '')
    ) AS lastUsedAt
  FROM project`;

export function listProjects(database: ReadableDatabase): Project[] {
  return prepared<Project>(database, `${SELECT} WHERE removed_at IS NULL ORDER BY id`).all();
}

export function getProject(database: ReadableDatabase, id: number): Project {
  const row = prepared<Project>(database, `${SELECT} WHERE id = ? AND removed_at IS NULL`).get(id);
  return found(row, 'project', id);
}

/** Throws CONFLICT when a project of that name is there. */
export function createProject(
  database: WritableDatabase,
  values: { name: string; description: string },
): Project {
  const insert = prepared(database, 'INSERT INTO project (name, description, created_at) VALUES (?, ?, ?)');
  return named(values.name, () =>
    getProject(database, newId(insert.run(values.name, values.description, now()))),
  );
}

export function updateProject(
  database: WritableDatabase,
  values: { id: number; name: string; description: string },
): Project {
  const { id, name, description } = values;
  const update = prepared(
    database,
    'UPDATE project SET name = ?, description = ? WHERE id = ? AND removed_at IS NULL',
  );
  return named(name, () => {
    expectChange(update.run(name, description, id), 'project', id);
    return getProject(database, id);
  });
}

export function removeProject(database: WritableDatabase, id: number): void {
  const update = prepared(database, 'UPDATE project SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  expectChange(update.run(now(), id), 'project', id);
}

/** Takes back a removal. */
export function restoreProject(database: WritableDatabase, id: number): Project {
  const name =
    prepared<{ name: string }>(database, 'SELECT name FROM project WHERE id = ?').get(id)?.name ?? '';
  return named(name, () => {
    expectChange(
      prepared(database, 'UPDATE project SET removed_at = NULL WHERE id = ?').run(id),
      'project',
      id,
    );
    return getProject(database, id);
  });
}

function named<Result>(name: string, change: () => Result): Result {
  return naming(name, `there is a project named “${name}” already`, change);
}

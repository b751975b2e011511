/** The table `mark`: what a person has noted of runs, pairs and heads, and what is pinned. */
import type { Mark, MarkedThing, MarkWords } from '../../../shared/marks.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { now } from './rows.ts';

interface MarkRow {
  readonly note: string;
  readonly pinned: 0 | 1;
  readonly changedAt: string;
  readonly runId: number | null;
  readonly pairId: number | null;
  readonly model: string | null;
  readonly layer: number | null;
  readonly head: number | null;
  readonly setId: number | null;
  readonly setName: string | null;
  readonly position: number | null;
  readonly original: string | null;
  readonly counterfactual: string | null;
  readonly seenIn: number | null;
}

/**
 * Of a project, what was changed last first. What is of a run that was removed waits for it to come back. A pair that was edited
 * since is there as it was.
 */
export function listMarks(database: ReadableDatabase, projectId: number): Mark[] {
  const rows = prepared<MarkRow>(
    database,
    `SELECT mark.note, mark.pinned, mark.changed_at AS changedAt, mark.run_id AS runId, mark.pair_id AS pairId,
       model.name AS model, mark.layer, mark.head, pair.set_id AS setId,
       sentence_set.name AS setName, pair.position, pair.original,
       pair.counterfactual,
       (SELECT max(seen.id) FROM run AS seen WHERE seen.project_id = mark.project_id AND seen.removed_at IS NULL AND EXISTS
         (SELECT 1 FROM run_item WHERE run_id = seen.id AND role IN ('set', 'control') AND run_item.pair_id = mark.pair_id)
       ) AS seenIn
     FROM mark
       LEFT JOIN run ON run.id = mark.run_id
       LEFT JOIN pair ON pair.id = mark.pair_id
       LEFT JOIN sentence_set ON sentence_set.id = pair.set_id
       LEFT JOIN model ON model.id = mark.model_id
     WHERE mark.project_id = ? AND (run.id IS NULL OR run.removed_at IS NULL)
     ORDER BY mark.changed_at DESC, mark.id DESC`,
  ).all(projectId);
  return rows.map(markOf);
}

function markOf(row: MarkRow): Mark {
  const kept = { note: row.note, pinned: row.pinned === 1, changedAt: row.changedAt };
  if (row.runId !== null) return { of: 'run', runId: row.runId, ...kept };
  if (row.pairId !== null)
    return {
      of: 'pair',
      pairId: row.pairId,
      setId: row.setId ?? 0,
      set: row.setName ?? '',
      position: row.position ?? 0,
      original: row.original ?? '',
      counterfactual: row.counterfactual ?? '',
      runId: row.seenIn,
      ...kept,
    };
  return { of: 'head', model: row.model ?? '', layer: row.layer ?? 0, head: row.head ?? 0, ...kept };
}

/** The pairs that are marked in a project, and whether they are pinned, by number. */
export function markedPairs(
  database: ReadableDatabase,
  projectId: number,
): { readonly id: number; readonly pinned: 0 | 1 }[] {
  return prepared<{ id: number; pinned: 0 | 1 }>(
    database,
    'SELECT pair_id AS id, pinned FROM mark WHERE project_id = ? AND pair_id IS NOT NULL ORDER BY pair_id',
  ).all(projectId);
}

/** Where a mark is kept. A model whose weights have changed is another one of the same name: the mark is of both. */
export type MarkPlace =
  | { readonly runId: number }
  | { readonly pairId: number }
  | { readonly modelIds: readonly number[]; readonly layer: number; readonly head: number };

/** Models of a name, the latest first, with their sizes. */
export function modelsNamed(
  database: ReadableDatabase,
  name: string,
): { readonly id: number; readonly layers: number; readonly heads: number }[] {
  return prepared<{ id: number; layers: number; heads: number }>(
    database,
    'SELECT id, layers, heads FROM model WHERE name = ? ORDER BY id DESC',
  ).all(name);
}

/** Whether a thing is there, in the project. */
export function isInProject(
  database: ReadableDatabase,
  projectId: number,
  thing: Exclude<MarkedThing, { of: 'head' }>,
): boolean {
  const [query, thingId] =
    thing.of === 'run'
      ? ['SELECT 1 FROM run WHERE id = ? AND project_id = ? AND removed_at IS NULL', thing.runId]
      : [
          'SELECT 1 FROM pair JOIN sentence_set ON sentence_set.id = pair.set_id WHERE pair.id = ? AND project_id = ?',
          thing.pairId,
        ];
  return prepared(database, query).get(thingId, projectId) !== undefined;
}

/** Puts words and pin in the place of what was kept; nothing is kept of a thing without either. */
export function replaceMark(
  database: WritableDatabase,
  projectId: number,
  place: MarkPlace,
  { note, pinned }: MarkWords,
): MarkWords {
  const [where, ids, layer, head] =
    'runId' in place
      ? (['run_id', [place.runId], null, null] as const)
      : 'pairId' in place
        ? (['pair_id', [place.pairId], null, null] as const)
        : (['model_id', place.modelIds, place.layer, place.head] as const);
  const before: { note: string; pinned: 0 | 1 }[] = [];
  for (const id of ids)
    before.push(
      ...prepared<{ note: string; pinned: 0 | 1 }>(
        database,
        `DELETE FROM mark WHERE project_id = ? AND ${where} = ? AND layer IS ? AND head IS ? RETURNING note, pinned`,
      ).all(projectId, id, layer, head),
    );
  if (note !== '' || pinned)
    prepared(
      database,
      `INSERT INTO mark (project_id, ${where}, layer, head, note, pinned, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(projectId, ids[0], layer, head, note, pinned ? 1 : 0, now());
  const [last] = before;
  return { note: last?.note ?? '', pinned: last?.pinned === 1 };
}

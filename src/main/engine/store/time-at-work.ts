/**
 * How long a run or an analysis has been at work, in the columns `seconds_at_work` and `at_work_since`: the sum of its stretches of
 * work, without what lay between them. What a process that is killed did since its last {@link countWork} is not in it.
 */
import { prepared, type WritableDatabase } from './handles.ts';
import { now } from './rows.ts';

export type Worker = 'run' | 'analysis';

/** Call it with the first start too, before `started_at` is written: one that was begun without a count stays without. */
export function beginWork(database: WritableDatabase, worker: Worker, id: number): void {
  prepared(
    database,
    `UPDATE ${worker} SET at_work_since = ?,
       seconds_at_work = CASE WHEN started_at IS NULL THEN 0 ELSE seconds_at_work END
     WHERE id = ?`,
  ).run(now(), id);
}

/** What it has done so far counts, whatever comes; a clock that was set back takes nothing away. */
export function countWork(database: WritableDatabase, worker: Worker, id: number): void {
  const moment = now();
  prepared(
    database,
    `UPDATE ${worker} SET at_work_since = ?, seconds_at_work = round(
       seconds_at_work + max(0, (julianday(?) - julianday(at_work_since)) * 86400), 3)
     WHERE id = ? AND at_work_since IS NOT NULL`,
  ).run(moment, moment, id);
}

/** It stands still from now on. */
export function endWork(database: WritableDatabase, worker: Worker, id: number): void {
  countWork(database, worker, id);
  prepared(database, `UPDATE ${worker} SET at_work_since = NULL WHERE id = ?`).run(id);
}

/** It was at work elsewhere. @param seconds of all its stretches */
export function workedElsewhere(
  database: WritableDatabase,
  worker: Worker,
  id: number,
  seconds: number,
): void {
  prepared(database, `UPDATE ${worker} SET seconds_at_work = ?, at_work_since = NULL WHERE id = ?`).run(
    seconds,
    id,
  );
}

/** On which device a run or an analysis was computed: their columns `ran_on`. */
import { computedOn, ON_CPU, type RanOn, ranOn } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { found, fromJson } from './rows.ts';

type Table = 'run' | 'analysis';

/** @param json the column; null where nothing is on record */
export function ranOnOf(json: string | null, table: Table, id: number): RanOn | null {
  return json === null ? null : fromJson(ranOn, json, `the device of ${table} ${id}`);
}

/**
 * What is computed from now on is computed on this device, and so is all of it: what was done on another is planned again.
 * Call it inside `store.write`, before anything is computed.
 * @returns how many items that were done are to be computed again
 */
export function beginOn(database: WritableDatabase, table: Table, id: number, now: RanOn): number {
  const before = soFar(database, table, id);
  const again = before === null || isAlike(before, now) ? 0 : replanDone(database, table, id);
  const note =
    again === 0
      ? // What was done is kept, and so is why it was done here.
        (now.note ?? before?.note ?? null)
      : `${now.note ?? `on ${computedOn(before ?? ON_CPU)} before`}; ${again} that were done by then were computed again`;
  const told: RanOn = { ...now, note };
  prepared(database, `UPDATE ${table} SET ran_on = ? WHERE id = ?`).run(JSON.stringify(told), id);
  return again;
}

/** The device that what is done was computed on; null while nothing is. */
export function deviceSoFar(database: ReadableDatabase, table: Table, id: number): RanOn['device'] | null {
  return soFar(database, table, id)?.device ?? null;
}

/**
 * Call it before a number is put among those that are there.
 * @throws PairlensError DEVICE_ABSENT where they were computed on another device than `now`
 */
export function checkIsOn(database: ReadableDatabase, runId: number, now: RanOn): void {
  const before = soFar(database, 'run', runId);
  if (before !== null && isAlike(before, now)) return;
  const why = now.note ?? `this would be computed on ${computedOn(now)}`;
  throw new PairlensError('DEVICE_ABSENT', why, { runId, device: before?.device ?? null, now: now.device });
}

/** Whether numbers of both may stand in one table. */
function isAlike(one: RanOn, other: RanOn): boolean {
  return computedOn(one) === computedOn(other);
}

function soFar(database: ReadableDatabase, table: Table, id: number): RanOn | null {
  const row = prepared<{ ranOn: string | null; hasDone: number }>(
    database,
    `SELECT ran_on AS ranOn, EXISTS (SELECT 1 FROM ${table}_item WHERE ${table}_id = ${table}.id AND state = 'done') AS hasDone
     FROM ${table} WHERE id = ?`,
  ).get(id);
  const { ranOn: json, hasDone } = found(row, table, id);
  return hasDone === 1 ? (ranOnOf(json, table, id) ?? ON_CPU) : null;
}

function replanDone(database: WritableDatabase, table: Table, id: number): number {
  if (table === 'run') prepared(database, 'DELETE FROM tensor WHERE run_id = ?').run(id);
  else prepared(database, 'DELETE FROM analysis_part WHERE analysis_id = ?').run(id);
  const hash = table === 'run' ? ', hash = NULL' : '';
  return prepared(
    database,
    `UPDATE ${table}_item SET state = 'planned', error_code = NULL, error_message = NULL${hash}
     WHERE ${table}_id = ? AND state <> 'planned'`,
  ).run(id).changes;
}

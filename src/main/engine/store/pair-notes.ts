/** The table `run_item_note`: what is to be known of a run's comparisons beside their numbers. */
import type { PairNote } from '../../../core/pairs/pair-notes.ts';
import type { Role } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import type { ItemPlace } from './run-items.ts';

/** In place of what was noted of the comparison before. */
export function writeNotes(
  database: WritableDatabase,
  runId: number,
  { role, pairId, position }: ItemPlace & { readonly position: number },
  { notes, unknownTokens }: { readonly notes: readonly PairNote[]; readonly unknownTokens: number },
): void {
  prepared(database, 'DELETE FROM run_item_note WHERE run_id = ? AND pair_id = ? AND role = ?').run(
    runId,
    pairId,
    role,
  );
  const insert = prepared(
    database,
    'INSERT INTO run_item_note (run_id, role, note, position, pair_id, tokens) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const note of notes)
    insert.run(runId, role, note, position, pairId, note === 'unknown_tokens' ? unknownTokens : 0);
}

/** Whether the comparisons of the run are noted. */
export function isNoted(database: ReadableDatabase, runId: number): boolean {
  return prepared<{ noted: number }>(database, 'SELECT noted FROM run WHERE id = ?').get(runId)?.noted === 1;
}

export interface NoteCount {
  readonly role: Role;
  readonly note: PairNote;
  readonly pairs: number;
  /** Unknown ones, where that is the note. */
  readonly tokens: number;
}

export function countNotes(database: ReadableDatabase, runId: number): NoteCount[] {
  return prepared<NoteCount>(
    database,
    `SELECT role, note, count(*) AS pairs, sum(tokens) AS tokens FROM run_item_note
     WHERE run_id = ? GROUP BY role, note`,
  ).all(runId);
}

/** A pair that something is noted of, with its statements: token ids joined by spaces where they are no texts. */
export interface NotedExample {
  readonly pairId: number;
  readonly position: number;
  readonly original: string;
  readonly compared: string;
}

/** The first `limit` of those that have a note, in the set's order. */
export function notedPairs(
  database: ReadableDatabase,
  runId: number,
  { role, note, limit }: { readonly role: Role; readonly note: PairNote; readonly limit: number },
): NotedExample[] {
  const compared = role === 'neutral' ? 'neutral' : 'counterfactual';
  return prepared<NotedExample>(
    database,
    `SELECT pair.id AS pairId, noted.position,
       coalesce(original, (SELECT group_concat(value, ' ') FROM json_each(original_ids)), '') AS original,
       coalesce(${compared}, (SELECT group_concat(value, ' ') FROM json_each(${compared}_ids)), '') AS compared
     FROM run_item_note AS noted JOIN pair ON pair.id = noted.pair_id
     WHERE noted.run_id = ? AND noted.role = ? AND noted.note = ? ORDER BY noted.position LIMIT ?`,
  ).all(runId, role, note, limit);
}

/** Every pair that has a note, by number. */
export function pairsWithNote(
  database: ReadableDatabase,
  runId: number,
  { role, note }: { readonly role: Role; readonly note: PairNote },
): number[] {
  return prepared<{ id: number }>(
    database,
    'SELECT pair_id AS id FROM run_item_note WHERE run_id = ? AND role = ? AND note = ? ORDER BY pair_id',
  )
    .all(runId, role, note)
    .map(({ id }) => id);
}

/** What is noted of one comparison. */
export function notesOfItem(
  database: ReadableDatabase,
  runId: number,
  { role, pairId }: ItemPlace,
): { note: PairNote; tokens: number }[] {
  return prepared<{ note: PairNote; tokens: number }>(
    database,
    'SELECT note, tokens FROM run_item_note WHERE run_id = ? AND pair_id = ? AND role = ?',
  ).all(runId, pairId, role);
}

/** The failures of a run, counted by role and code, with the words of one of them. */
export function countFailures(
  database: ReadableDatabase,
  runId: number,
): { role: Role; code: string; pairs: number; message: string }[] {
  return prepared<{ role: Role; code: string; pairs: number; message: string }>(
    database,
    `SELECT role, error_code AS code, count(*) AS pairs, min(error_message) AS message FROM run_item
     WHERE run_id = ? AND state = 'failed' GROUP BY role, error_code`,
  ).all(runId);
}

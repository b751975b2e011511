/** The table `pair`. A pair is never changed: an edit is a new row in its place, a removal a tombstone. */
import { z } from 'zod';
import type { PairOfForm } from '../../../core/analyses/pair-form.ts';
import type { Pair } from '../../../shared/entities.ts';
import { copyCorrections } from './alignment-corrections.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { nextPlace, removePlaced, restorePlaced } from './places.ts';
import { found, fromJson, idsOrNull, newId, now } from './rows.ts';
import { forgetSummary } from './set-table.ts';

/** Either texts or token id lists; the others are null. There may be a neutral, of the same kind as the two. */
export type NewPair = Omit<Pair, 'id' | 'setId' | 'position' | 'extras'> & Partial<Pick<Pair, 'extras'>>;

export interface PairRow extends Omit<
  Pair,
  'originalIds' | 'counterfactualIds' | 'neutralIds' | 'cues' | 'scope' | 'extras'
> {
  readonly originalIds: string | null;
  readonly counterfactualIds: string | null;
  readonly neutralIds: string | null;
  readonly cues: string | null;
  readonly scope: string | null;
  readonly extras: string | null;
}

export const PAIR_COLUMNS = `pair.id, pair.set_id AS setId, pair.position, pair.label, pair.cluster, pair.original,
  pair.counterfactual, pair.neutral, pair.original_ids AS originalIds, pair.counterfactual_ids AS counterfactualIds,
  pair.neutral_ids AS neutralIds, pair.cues, pair.scope, pair.answer, pair.wrong_answer AS wrongAnswer,
  pair.extras`;

export function toPair(row: PairRow): Pair {
  const { originalIds, counterfactualIds, neutralIds, cues, scope, extras, ...rest } = row;
  return {
    ...rest,
    originalIds: idsOrNull(originalIds),
    counterfactualIds: idsOrNull(counterfactualIds),
    neutralIds: idsOrNull(neutralIds),
    cues: rangesOrNull(cues),
    scope: rangesOrNull(scope),
    extras: extras === null ? null : fromJson(storedExtras, extras, 'the other columns of a pair'),
  };
}

const storedExtras = z.record(z.string(), z.string());
const storedRanges = z.array(z.tuple([z.int(), z.int()]));

function rangesOrNull(text: string | null): [number, number][] | null {
  return text === null ? null : fromJson(storedRanges, text, 'what is marked in a pair');
}

/** The pair, whether it has been removed since or not: results refer to it either way. */
export function getPair(database: ReadableDatabase, id: number): Pair {
  const row = prepared<PairRow>(database, `SELECT ${PAIR_COLUMNS} FROM pair WHERE id = ?`).get(id);
  return toPair(found(row, 'pair', id));
}

interface PairPage {
  readonly setId: number;
  readonly offset: number;
  readonly limit: number;
}

/** Pairs of a set in its order. */
export function listPairs(database: ReadableDatabase, { setId, offset, limit }: PairPage): Pair[] {
  // The inner query walks along the index alone: what is skipped is not read.
  return prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair WHERE id IN (
       SELECT id FROM pair WHERE set_id = ? AND removed_at IS NULL ORDER BY position LIMIT ? OFFSET ?
     ) ORDER BY position, id`,
  )
    .all(setId, limit, offset)
    .map(toPair);
}

/** The pairs with these ids, in the order of their set. */
export function pairsWithIds(database: ReadableDatabase, ids: readonly number[]): Pair[] {
  return prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair WHERE id IN (SELECT value FROM json_each(?)) ORDER BY position, id`,
  )
    .all(JSON.stringify(ids))
    .map(toPair);
}

/** Up to `limit` pairs of a set at places from `from` on, in its order. */
function pairsFrom(database: ReadableDatabase, setId: number, from: number, limit: number): Pair[] {
  return prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair WHERE set_id = ? AND removed_at IS NULL AND position >= ?
     ORDER BY position, id LIMIT ?`,
  )
    .all(setId, from, limit)
    .map(toPair);
}

/** The label of every pair of a set in its order, some at a time; meanwhile the store may be asked other things. */
export function* labelsInPieces(
  database: ReadableDatabase,
  setId: number,
  most = 5000,
): Generator<readonly { readonly id: number; readonly label: string | null }[]> {
  const pieces = prepared<{ id: number; label: string | null; position: number }>(
    database,
    `SELECT id, label, position FROM pair WHERE set_id = ? AND removed_at IS NULL AND position >= ?
     ORDER BY position, id LIMIT ?`,
  );
  for (let from = 0; ;) {
    const pairs = pieces.all(setId, from, most);
    const last = pairs.at(-1);
    if (last === undefined) return;
    yield pairs;
    from = last.position + 1;
  }
}

/** Every pair of a set in its order, some at a time; meanwhile the store may be asked other things. */
export function* pairsInPieces(
  database: ReadableDatabase,
  setId: number,
  most = 1000,
): Generator<readonly Pair[]> {
  for (let from = 0; ;) {
    const pairs = pairsFrom(database, setId, from, most);
    const last = pairs.at(-1);
    if (last === undefined) return;
    yield pairs;
    from = last.position + 1;
  }
}

/** The pairs with these ids in this very order, some at a time. */
export function* pairsByIds(
  database: ReadableDatabase,
  ids: readonly number[],
  most = 200,
): Generator<readonly Pair[]> {
  for (let from = 0; from < ids.length; from += most) {
    const wanted = ids.slice(from, from + most);
    const byId = new Map(pairsWithIds(database, wanted).map((pair) => [pair.id, pair]));
    yield wanted.flatMap((id) => byId.get(id) ?? []);
  }
}

/** Up to `limit` pairs of a set after a place, in its order. */
export function pairsOfSetAfter(
  database: ReadableDatabase,
  setId: number,
  position: number,
  limit: number,
): Pair[] {
  return prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair
     WHERE set_id = ? AND removed_at IS NULL AND position > ? ORDER BY position LIMIT ?`,
  )
    .all(setId, position, limit)
    .map(toPair);
}

/** Of these ids, those of pairs that the set has now. */
export function pairsInUse(
  database: ReadableDatabase,
  setId: number,
  ids: readonly number[],
): ReadonlySet<number> {
  const rows = prepared<{ id: number }>(
    database,
    `SELECT id FROM pair WHERE id IN (SELECT value FROM json_each(?)) AND set_id = ? AND removed_at IS NULL`,
  ).all(JSON.stringify(ids), setId);
  return new Set(rows.map(({ id }) => id));
}

/** What tells the form of the pairs of a set that have both answers. */
export function* answeredPairs(database: ReadableDatabase, setId: number): Generator<PairOfForm> {
  const rows = prepared<Omit<PairOfForm, 'originalIds'> & { readonly originalIds: string | null }>(
    database,
    `SELECT original, original_ids AS originalIds, answer, wrong_answer AS wrongAnswer FROM pair
     WHERE set_id = ? AND removed_at IS NULL AND answer IS NOT NULL AND wrong_answer IS NOT NULL`,
  );
  for (const { originalIds, ...pair } of rows.iterate(setId))
    yield { ...pair, originalIds: idsOrNull(originalIds) };
}

/** How many pairs a set has. */
export function pairCountOf(database: ReadableDatabase, setId: number): number {
  const row = prepared<{ pairs: number }>(
    database,
    'SELECT count(*) AS pairs FROM pair WHERE set_id = ? AND removed_at IS NULL',
  ).get(setId);
  return row?.pairs ?? 0;
}

/** Names of clusters of a set, the most frequent first. */
export function clustersOf(database: ReadableDatabase, setId: number, most: number): string[] {
  return prepared<{ cluster: string }>(
    database,
    `SELECT cluster FROM pair WHERE set_id = ? AND removed_at IS NULL AND cluster IS NOT NULL
     GROUP BY cluster ORDER BY count(*) DESC, cluster LIMIT ?`,
  )
    .all(setId, most)
    .map(({ cluster }) => cluster);
}

/** Whether pairs of a set have something marked. */
export function hasMarks(
  database: ReadableDatabase,
  setId: number,
): { readonly cues: boolean; readonly scope: boolean } {
  const row = prepared<{ cues: number; scope: number }>(
    database,
    'SELECT count(cues) AS cues, count(scope) AS scope FROM pair WHERE set_id = ? AND removed_at IS NULL',
  ).get(setId);
  return { cues: (row?.cues ?? 0) > 0, scope: (row?.scope ?? 0) > 0 };
}

/** Every pair of a set, in its order. */
export function* pairsInOrder(database: ReadableDatabase, setId: number): Generator<Pair> {
  const rows = prepared<PairRow>(
    database,
    `SELECT ${PAIR_COLUMNS} FROM pair WHERE set_id = ? AND removed_at IS NULL ORDER BY position, id`,
  );
  for (const row of rows.iterate(setId)) yield toPair(row);
}

/** Adds pairs at the end of the set, in order, and returns their ids. Call it inside `store.write`. */
export function addPairs(database: WritableDatabase, setId: number, pairs: Iterable<NewPair>): number[] {
  forgetSummary(database, 'sentence_set', setId);
  let position = nextPlace(database, 'pair', setId);
  const ids: number[] = [];
  for (const pair of pairs) ids.push(insertPair(database, setId, position++, pair));
  return ids;
}

/**
 * Puts a pair into a set that is not there yet, at a place that nobody has; its id. Call it inside `store.write`.
 */
export function putPair(database: WritableDatabase, setId: number, position: number, pair: NewPair): number {
  return insertPair(database, setId, position, pair);
}

function insertPair(database: WritableDatabase, setId: number, position: number, pair: NewPair): number {
  const insert = prepared(
    database,
    `INSERT INTO pair (set_id, position, label, cluster, original, counterfactual, neutral, original_ids,
       counterfactual_ids, neutral_ids, cues, scope, answer, wrong_answer, extras, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const result = insert.run(
    setId,
    position,
    pair.label,
    pair.cluster,
    pair.original,
    pair.counterfactual,
    pair.neutral,
    ...[pair.originalIds, pair.counterfactualIds, pair.neutralIds, pair.cues, pair.scope].map((list) =>
      list === null ? null : JSON.stringify(list),
    ),
    pair.answer,
    pair.wrongAnswer,
    (pair.extras ?? null) === null ? null : JSON.stringify(pair.extras),
    now(),
  );
  return newId(result);
}

/** Puts a new pair in the place of one that is in use, which becomes a tombstone. Call it inside `store.write`. */
export function replacePair(database: WritableDatabase, id: number, pair: NewPair): Pair {
  const { setId } = getPair(database, id);
  forgetSummary(database, 'sentence_set', setId);
  return getPair(database, swapPair(database, setId, id, pair));
}

/**
 * The same of many pairs of one set, whose summary is forgotten by whoever calls it; the new one's id. Where both sides stay as they
 * were, so do a person's alignments.
 * @throws PairlensError NOT_FOUND for a pair that is not in use in that set
 */
export function swapPair(database: WritableDatabase, setId: number, id: number, pair: NewPair): number {
  const before = getPair(database, id);
  const { position } = takePair(database, setId, id);
  const next = insertPair(database, setId, position, pair);
  if (haveSameSides(before, pair)) copyCorrections(database, id, next);
  return next;
}

/** Whether original and counterfactual are the same in both. */
function haveSameSides(one: NewPair, other: NewPair): boolean {
  const sides = ({ original, counterfactual, originalIds, counterfactualIds }: NewPair): string =>
    JSON.stringify([original, counterfactual, originalIds, counterfactualIds]);
  return sides(one) === sides(other);
}

/** Takes a pair out of its set: where it was. @throws PairlensError NOT_FOUND as {@link swapPair} */
export function takePair(database: WritableDatabase, setId: number, id: number): { position: number } {
  const taken = prepared<{ position: number }>(
    database,
    `UPDATE pair SET removed_at = ? WHERE id = ? AND set_id = ? AND removed_at IS NULL RETURNING position`,
  ).get(now(), id, setId);
  return found(taken, 'pair', id);
}

/** Call it inside `store.write`: NOT_FOUND for one id leaves all as they were. */
export function removePairs(database: WritableDatabase, ids: readonly number[]): void {
  forgetSummaries(database, ids);
  removePlaced(database, 'pair', ids);
}

/**
 * Takes back a removal. Throws CONFLICT when another pair has the place (the pair had been edited, not removed).
 * Call it inside `store.write`.
 */
export function restorePairs(database: WritableDatabase, ids: readonly number[]): void {
  forgetSummaries(database, ids);
  restorePlaced(database, 'pair', ids);
}

/** Of the sets that have these pairs. */
function forgetSummaries(database: WritableDatabase, ids: readonly number[]): void {
  const sets = prepared<{ setId: number }>(
    database,
    'SELECT DISTINCT set_id AS setId FROM pair WHERE id IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(ids));
  for (const { setId } of sets) forgetSummary(database, 'sentence_set', setId);
}

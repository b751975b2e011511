/** The table `sentence_set`. */
import { z } from 'zod';
import { labelCount, type SentenceSet, sentenceSet } from '../../../shared/entities.ts';
import { sha256 } from '../files/hashing.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { naming } from './names.ts';
import { expectChange, found, fromJson, newId, now } from './rows.ts';

/** Labels that a set is told with; of others there is only their number. */
export const LABELS_TOLD = 200;

/** What is known of a set's pairs without looking at them. */
const setSummary = z.object({
  pairCount: z.int(),
  neutralCount: z.int(),
  clusterCount: z.int(),
  labelCount: z.int(),
  labels: z.array(labelCount),
  /** As runs record it (sets/pair-content.ts). */
  contentHash: z.string(),
});
export type SetSummary = z.infer<typeof setSummary>;

export type ImportChoices = NonNullable<SentenceSet['imported']>;

interface SetRow extends Omit<SentenceSet, keyof SetSummary | 'imported'> {
  readonly imported: string | null;
  readonly summary: string | null;
}

const SELECT = `
  SELECT id, project_id AS projectId, name, description, source, created_at AS createdAt, imported, summary
  FROM sentence_set`;
/** Sets whose pairs are still being put in are not there yet. */
const THERE = 'removed_at IS NULL AND ready = 1';

export function listSentenceSets(database: ReadableDatabase, projectId: number): SentenceSet[] {
  return prepared<SetRow>(database, `${SELECT} WHERE project_id = ? AND ${THERE} ORDER BY id`)
    .all(projectId)
    .map((row) => toSet(database, row));
}

export function getSentenceSet(database: ReadableDatabase, id: number): SentenceSet {
  const row = prepared<SetRow>(database, `${SELECT} WHERE id = ? AND ${THERE}`).get(id);
  return toSet(database, found(row, 'sentence set', id));
}

/** Throws NOT_FOUND for a set that is not there. */
export function requireSet(database: ReadableDatabase, id: number): void {
  found(
    prepared(database, `SELECT 1 FROM sentence_set WHERE id = ? AND ${THERE}`).get(id),
    'sentence set',
    id,
  );
}

/** The set of that name in the project, or null. */
export function findSentenceSet(
  database: ReadableDatabase,
  projectId: number,
  name: string,
): SentenceSet | null {
  const row = prepared<SetRow>(database, `${SELECT} WHERE project_id = ? AND name = ? AND ${THERE}`).get(
    projectId,
    name,
  );
  return row === undefined ? null : toSet(database, row);
}

function toSet(database: ReadableDatabase, { imported, summary, ...row }: SetRow): SentenceSet {
  const counts = readSummary(summary) ?? countPairs(database, row.id);
  return {
    ...row,
    pairCount: counts.pairCount,
    neutralCount: counts.neutralCount,
    clusterCount: counts.clusterCount,
    labelCount: counts.labelCount,
    labels: counts.labels,
    imported:
      imported === null
        ? null
        : fromJson(sentenceSet.shape.imported, imported, `what was assumed of the file of set ${row.id}`),
  };
}

/** The counts as they are kept, with their hash before them. */
function writtenSummary(summary: SetSummary): string {
  const text = JSON.stringify(summary);
  return `${sha256(text)} ${text}`;
}

/** null where there are none, or not those that were written: they are made anew then. */
function readSummary(written: string | null): SetSummary | null {
  const [hash, text] = written === null ? [] : splitOnce(written);
  if (text === undefined || sha256(text) !== hash) return null;
  return setSummary.safeParse(JSON.parse(text)).data ?? null;
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

function countPairs(database: ReadableDatabase, setId: number): Omit<SetSummary, 'contentHash'> {
  const counts = prepared<
    Record<'pairCount' | 'neutralCount' | 'clusterCount' | 'labelCount' | 'unlabelled', number>
  >(
    database,
    `SELECT count(*) AS pairCount, count(coalesce(neutral, neutral_ids)) AS neutralCount,
       count(DISTINCT cluster) AS clusterCount, count(DISTINCT label) AS labelCount,
       count(*) - count(label) AS unlabelled
     FROM pair WHERE set_id = ? AND removed_at IS NULL`,
  ).get(setId) ?? { pairCount: 0, neutralCount: 0, clusterCount: 0, labelCount: 0, unlabelled: 0 };
  const { unlabelled, ...others } = counts;
  const labels = prepared<{ label: string | null; pairs: number }>(
    database,
    `SELECT label, count(*) AS pairs FROM pair WHERE set_id = ? AND removed_at IS NULL AND label IS NOT NULL
     GROUP BY label ORDER BY label LIMIT ${LABELS_TOLD}`,
  ).all(setId);
  return { ...others, labels: unlabelled === 0 ? labels : [...labels, { label: null, pairs: unlabelled }] };
}

/** What can be told of a set without counting its pairs. @throws PairlensError NOT_FOUND */
export function aboutSet(
  database: ReadableDatabase,
  id: number,
): { readonly projectId: number; readonly name: string; readonly hasPairs: boolean } {
  const row = prepared<{ projectId: number; name: string; hasPairs: number }>(
    database,
    `SELECT project_id AS projectId, name,
       EXISTS (SELECT 1 FROM pair WHERE set_id = sentence_set.id AND pair.removed_at IS NULL) AS hasPairs
     FROM sentence_set WHERE id = ? AND ${THERE}`,
  ).get(id);
  const { hasPairs, ...about } = found(row, 'sentence set', id);
  return { ...about, hasPairs: hasPairs === 1 };
}

/** Names of the sets of a project. */
export function setNames(database: ReadableDatabase, projectId: number): string[] {
  return prepared<{ name: string }>(
    database,
    `SELECT name FROM sentence_set WHERE project_id = ? AND ${THERE} ORDER BY id`,
  )
    .all(projectId)
    .map(({ name }) => name);
}

/** The sets of a project that came from there. */
export function setsFrom(database: ReadableDatabase, projectId: number, source: string): number[] {
  return prepared<{ id: number }>(
    database,
    `SELECT id FROM sentence_set WHERE project_id = ? AND source = ? AND ${THERE} ORDER BY id`,
  )
    .all(projectId, source)
    .map(({ id }) => id);
}

/** The sets of a project whose pairs have changed since they were counted. */
export function uncountedSets(database: ReadableDatabase, projectId: number): number[] {
  return prepared<{ id: number }>(
    database,
    `SELECT id FROM sentence_set WHERE project_id = ? AND summary IS NULL AND ${THERE}`,
  )
    .all(projectId)
    .map(({ id }) => id);
}

/** What is stored of a set's pairs; `summary` null: they have changed since. */
export function storedSummary(
  database: ReadableDatabase,
  id: number,
): { readonly summary: SetSummary | null; readonly revision: number } {
  const row = prepared<{ summary: string | null; revision: number }>(
    database,
    'SELECT summary, revision FROM sentence_set WHERE id = ?',
  ).get(id);
  const { summary, revision } = found(row, 'sentence set', id);
  return { summary: readSummary(summary), revision };
}

/** Keeps what was counted, unless a pair has changed since `revision`. Call it inside `store.write`. */
export function keepSummary(
  database: WritableDatabase,
  id: number,
  summary: SetSummary,
  revision: number,
): void {
  prepared(database, 'UPDATE sentence_set SET summary = ? WHERE id = ? AND revision = ?').run(
    writtenSummary(summary),
    id,
    revision,
  );
}

/** Pairs of the set are about to change. Call it inside `store.write`. */
export function forgetSummary(database: WritableDatabase, id: number): void {
  prepared(database, 'UPDATE sentence_set SET summary = NULL, revision = revision + 1 WHERE id = ?').run(id);
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
  return getSentenceSet(database, insertSet(database, values, true));
}

/**
 * A set that nobody sees until it is complete (`completeSentenceSet`); it has its name from now on. Returns its id. Throws
 * as createSentenceSet does. Call it inside `store.write`.
 */
export function beginSentenceSet(database: WritableDatabase, values: NewSentenceSet): number {
  return insertSet(database, values, false);
}

/** All pairs are in: the set is there. Call it inside `store.write`. */
export function completeSentenceSet(
  database: WritableDatabase,
  id: number,
  summary: SetSummary,
  imported: ImportChoices,
): SentenceSet {
  prepared(database, 'UPDATE sentence_set SET ready = 1, summary = ?, imported = ? WHERE id = ?').run(
    writtenSummary(summary),
    JSON.stringify(imported),
    id,
  );
  return getSentenceSet(database, id);
}

/** A set that is not going to be complete: its name is free again. Its pairs go with `removeUnfinishedSets`. */
export function giveUpSentenceSet(database: WritableDatabase, id: number): void {
  prepared(database, 'UPDATE sentence_set SET removed_at = ? WHERE id = ? AND ready = 0').run(now(), id);
}

function insertSet(database: WritableDatabase, values: NewSentenceSet, ready: boolean): number {
  const { projectId, name, description, source } = values;
  found(
    prepared(database, 'SELECT 1 FROM project WHERE id = ? AND removed_at IS NULL').get(projectId),
    'project',
    projectId,
  );
  const insert = prepared(
    database,
    'INSERT INTO sentence_set (project_id, name, description, source, created_at, ready) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return named(name, () => newId(insert.run(projectId, name, description, source, now(), ready ? 1 : 0)));
}

export function updateSentenceSet(
  database: WritableDatabase,
  values: { id: number; name: string; description: string },
): void {
  const { id, name, description } = values;
  const update = prepared(
    database,
    `UPDATE sentence_set SET name = ?, description = ? WHERE id = ? AND ${THERE}`,
  );
  named(name, () => expectChange(update.run(name, description, id), 'sentence set', id));
}

export function removeSentenceSet(database: WritableDatabase, id: number): void {
  const update = prepared(database, `UPDATE sentence_set SET removed_at = ? WHERE id = ? AND ${THERE}`);
  expectChange(update.run(now(), id), 'sentence set', id);
}

/** Takes back a removal. */
export function restoreSentenceSet(database: WritableDatabase, id: number): void {
  const name = prepared<{ name: string }>(database, 'SELECT name FROM sentence_set WHERE id = ?').get(
    id,
  )?.name;
  named(name ?? '', () => {
    const result = prepared(
      database,
      'UPDATE sentence_set SET removed_at = NULL WHERE id = ? AND ready = 1',
    ).run(id);
    expectChange(result, 'sentence set', id);
  });
}

function named<Result>(name: string, change: () => Result): Result {
  return naming(name, `the project has a sentence set named “${name}” already`, change);
}

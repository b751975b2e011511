/** The table `sentence_set`. */
import { z } from 'zod';
import { extraCount, labelCount, type SentenceSet, sentenceSet } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { found, fromJson } from './rows.ts';
import { type NewSet, type SetRow, SetTable } from './set-table.ts';
import { ToldLabels } from './told-labels.ts';

/** What is known of a set's pairs without looking at them. */
const setSummary = z.object({
  pairCount: z.int(),
  neutralCount: z.int(),
  clusterCount: z.int(),
  /** Of sets that were counted before pairs had answers there is no number. */
  answerCount: z.int().default(0),
  labelCount: z.int(),
  labels: z.array(labelCount),
  /** Of sets that were counted before other columns were kept there are none. */
  extras: z.array(extraCount).default([]),
  /** As runs record it (sets/pair-content.ts). */
  contentHash: z.string(),
});
export type SetSummary = z.infer<typeof setSummary>;

/** Names, summaries, removals: what sentence sets and text sets have in common. */
export const SENTENCE_SETS = new SetTable('sentence_set', 'sentence set', setSummary);

export function listSentenceSets(database: ReadableDatabase, projectId: number): SentenceSet[] {
  return SENTENCE_SETS.list(database, projectId).map((row) => toSet(database, row));
}

export function getSentenceSet(database: ReadableDatabase, id: number): SentenceSet {
  return toSet(database, SENTENCE_SETS.get(database, id));
}

/** The set of that name in the project, or null. */
export function findSentenceSet(
  database: ReadableDatabase,
  projectId: number,
  name: string,
): SentenceSet | null {
  const row = SENTENCE_SETS.find(database, projectId, name);
  return row === null ? null : toSet(database, row);
}

function toSet(database: ReadableDatabase, { imported, summary, ...row }: SetRow): SentenceSet {
  const counts = SENTENCE_SETS.readSummary(summary) ?? countPairs(database, row.id);
  return {
    ...row,
    pairCount: counts.pairCount,
    neutralCount: counts.neutralCount,
    clusterCount: counts.clusterCount,
    answerCount: counts.answerCount,
    labelCount: counts.labelCount,
    labels: counts.labels,
    extras: counts.extras,
    imported:
      imported === null
        ? null
        : fromJson(sentenceSet.shape.imported, imported, `what was assumed of the file of set ${row.id}`),
  };
}

function countPairs(database: ReadableDatabase, setId: number): Omit<SetSummary, 'contentHash'> {
  const counts = prepared<
    Record<
      'pairCount' | 'neutralCount' | 'clusterCount' | 'answerCount' | 'labelCount' | 'unlabelled',
      number
    >
  >(
    database,
    `SELECT count(*) AS pairCount, count(coalesce(neutral, neutral_ids)) AS neutralCount,
       count(DISTINCT cluster) AS clusterCount, count(answer) AS answerCount, count(DISTINCT label) AS labelCount,
       count(*) - count(label) AS unlabelled
     FROM pair WHERE set_id = ? AND removed_at IS NULL`,
  ).get(setId) ?? {
    pairCount: 0,
    neutralCount: 0,
    clusterCount: 0,
    answerCount: 0,
    labelCount: 0,
    unlabelled: 0,
  };
  const { unlabelled, ...others } = counts;
  const told = new ToldLabels();
  const ofLabels = prepared<{ label: string; pairs: number }>(
    database,
    `SELECT label, count(*) AS pairs FROM pair WHERE set_id = ? AND removed_at IS NULL AND label IS NOT NULL GROUP BY label`,
  ).iterate(setId);
  for (const { label, pairs } of ofLabels) told.add(label, pairs);
  const labels = told.all().map(({ label, items }) => ({ label, pairs: items }));
  const extras = prepared<{ name: string; pairs: number }>(
    database,
    `SELECT key AS name, count(*) AS pairs FROM pair, json_each(pair.extras)
     WHERE set_id = ? AND removed_at IS NULL AND extras IS NOT NULL
     GROUP BY key ORDER BY min(pair.position), min(json_each.id)`,
  ).all(setId);
  return {
    ...others,
    extras,
    labels: unlabelled === 0 ? labels : [...labels, { label: null, pairs: unlabelled }],
  };
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
     FROM sentence_set WHERE id = ? AND removed_at IS NULL AND ready = 1`,
  ).get(id);
  const { hasPairs, ...about } = found(row, 'sentence set', id);
  return { ...about, hasPairs: hasPairs === 1 };
}

/** Throws CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project. */
export function createSentenceSet(database: WritableDatabase, values: NewSet): SentenceSet {
  return getSentenceSet(database, SENTENCE_SETS.insert(database, values, true));
}

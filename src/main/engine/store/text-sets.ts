/** The table `text_set`. */
import { z } from 'zod';
import { textLabelCount, type TextSet, textSet } from '../../../shared/texts.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { fromJson } from './rows.ts';
import { type NewSet, type SetRow, SetTable } from './set-table.ts';
import { textSetHash } from './text-content.ts';
import { textsInOrder } from './texts.ts';
import { ToldLabels } from './told-labels.ts';

/** What is known of a set's texts without looking at them. */
const textSetSummary = z.object({
  textCount: z.int(),
  idCount: z.int(),
  labelCount: z.int(),
  labels: z.array(textLabelCount),
  /** As analyses record it (text-content.ts). */
  contentHash: z.string(),
});
export type TextSetSummary = z.infer<typeof textSetSummary>;

/** Names, summaries, removals: what text sets and sentence sets have in common. */
export const TEXT_SETS = new SetTable('text_set', 'text set', textSetSummary);

export function listTextSets(database: ReadableDatabase, projectId: number): TextSet[] {
  return TEXT_SETS.list(database, projectId).map((row) => toSet(database, row));
}

export function getTextSet(database: ReadableDatabase, id: number): TextSet {
  return toSet(database, TEXT_SETS.get(database, id));
}

/** The set of that name in the project, or null. */
export function findTextSet(database: ReadableDatabase, projectId: number, name: string): TextSet | null {
  const row = TEXT_SETS.find(database, projectId, name);
  return row === null ? null : toSet(database, row);
}

function toSet(database: ReadableDatabase, { imported, summary, ...row }: SetRow): TextSet {
  const { textCount, idCount, labelCount, labels } =
    TEXT_SETS.readSummary(summary) ?? countTexts(database, row.id);
  return {
    ...row,
    textCount,
    idCount,
    labelCount,
    labels,
    imported:
      imported === null
        ? null
        : fromJson(textSet.shape.imported, imported, `what was assumed of the file of text set ${row.id}`),
  };
}

function countTexts(database: ReadableDatabase, setId: number): Omit<TextSetSummary, 'contentHash'> {
  const counts = prepared<Record<'textCount' | 'idCount' | 'labelCount' | 'unlabelled', number>>(
    database,
    `SELECT count(*) AS textCount, count(ids) AS idCount, count(DISTINCT label) AS labelCount,
       count(*) - count(label) AS unlabelled
     FROM text WHERE set_id = ? AND removed_at IS NULL`,
  ).get(setId) ?? { textCount: 0, idCount: 0, labelCount: 0, unlabelled: 0 };
  const { unlabelled, ...others } = counts;
  const told = new ToldLabels();
  const ofLabels = prepared<{ label: string; texts: number }>(
    database,
    `SELECT label, count(*) AS texts FROM text WHERE set_id = ? AND removed_at IS NULL AND label IS NOT NULL GROUP BY label`,
  ).iterate(setId);
  for (const { label, texts } of ofLabels) told.add(label, texts);
  const labels = told.all().map(({ label, items }) => ({ label, texts: items }));
  return { ...others, labels: unlabelled === 0 ? labels : [...labels, { label: null, texts: unlabelled }] };
}

/** Throws CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project. */
export function createTextSet(database: WritableDatabase, values: NewSet): TextSet {
  return getTextSet(database, TEXT_SETS.insert(database, values, true));
}

/** textSetHash of the set's texts as they are now, made of the texts themselves. */
export function hashTextSet(database: ReadableDatabase, id: number): string {
  return textSetHash(textsInOrder(database, id));
}

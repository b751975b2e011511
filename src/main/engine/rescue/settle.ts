/** Brings a store that was made of what could be read to where Pairlens can use it, and marks what is not whole. */
import { inspectedRun } from '../runs/inspect-run.ts';
import { damagedParts, readResult, replanParts } from '../store/analysis-results.ts';
import { dropAnalysis } from '../store/drop-analyses.ts';
import { openStore, type WritableStore } from '../store/database.ts';
import { prepared, type WritableDatabase } from '../store/handles.ts';
import { replanItems } from '../store/run-items.ts';
import { checkRow } from '../store/row-hashes.ts';
import { isDamage } from '../store/sqlite-errors.ts';
import { forgetRunFolder } from '../store/run-folders.ts';
import { forgetTensors, readTensor, tensorPlaces } from '../store/tensors.ts';
import type { Left } from './copy-rows.ts';

const NOT_AS_WRITTEN = 'is not what was written';

/** @returns how many rows of each kind there are */
export function settle(path: string, left: Left[]): Record<string, number> {
  const store = openStore(path);
  try {
    store.write((database) => {
      leaveRuns(database, left);
      leaveAnalyses(database, left);
      leaveTensors(database, left);
      for (const { id } of runsOf(database)) settleRun(database, id, left);
      nameSets(database, left);
      // Counted anew, of the pairs and texts that are there.
      for (const { sets } of TABLES_OF_SETS) prepared(database, `UPDATE ${sets} SET summary = NULL`).run();
    });
    return countKept(store);
  } finally {
    store.close();
  }
}

function runsOf(database: WritableDatabase): { id: number; modelId: number }[] {
  return database
    .prepare<[], { id: number; modelId: number }>('SELECT id, model_id AS modelId FROM run ORDER BY id')
    .all();
}

/** Runs whose own row, or that of their model, is damaged. */
function leaveRuns(database: WritableDatabase, left: Left[]): void {
  for (const { id, modelId } of runsOf(database)) {
    const isDamaged = checkRow(database, 'run', id) === 'damaged';
    if (!isDamaged && checkRow(database, 'model', modelId) !== 'damaged') continue;
    left.push({
      what: `run ${id}`,
      why: isDamaged ? NOT_AS_WRITTEN : `its model ${modelId} ${NOT_AS_WRITTEN}`,
    });
    const analyses = database
      .prepare<[number], number>('SELECT id FROM analysis WHERE run_id = ?')
      .pluck()
      .all(id);
    for (const analysis of analyses) dropAnalysis(database, analysis);
    for (const table of ['mark', 'metric_column', 'run_item_note', 'tensor', 'head_metric', 'run_item'])
      prepared(database, `DELETE FROM ${table} WHERE run_id = ?`).run(id);
    forgetRunFolder(database, id);
    prepared(database, 'DELETE FROM run WHERE id = ?').run(id);
  }
}

interface AnalysisRow {
  id: number;
  kind: string;
  state: string;
  total: number;
  items: number;
  modelId: number | null;
}

function leaveAnalyses(database: WritableDatabase, left: Left[]): void {
  const rows = database
    .prepare<[], AnalysisRow>(
      `SELECT id, kind, state, total, model_id AS modelId,
         (SELECT count(*) FROM analysis_item WHERE analysis_id = analysis.id) AS items
       FROM analysis ORDER BY id`,
    )
    .all();
  for (const analysis of rows) {
    const why = whyLeft(database, analysis);
    if (why === null) {
      if (analysis.state !== 'done') replanParts(database, analysis.id, damagedParts(database, analysis.id));
      continue;
    }
    left.push({ what: `analysis ${analysis.id} (${analysis.kind})`, why });
    dropAnalysis(database, analysis.id);
  }
}

function whyLeft(
  database: WritableDatabase,
  { id, state, total, items, modelId }: AnalysisRow,
): string | null {
  if (checkRow(database, 'analysis', id) === 'damaged') return NOT_AS_WRITTEN;
  if (modelId !== null && checkRow(database, 'model', modelId) === 'damaged')
    return `its model ${NOT_AS_WRITTEN}`;
  if (items !== total) return `${total - items} of its items could not be read`;
  try {
    if (state !== 'done') damagedParts(database, id);
    else if (readResult(database, id).size === 0) return 'its result could not be read';
    return null;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return 'its result is not what was computed';
  }
}

/** They are computed again when they are looked at. */
function leaveTensors(database: WritableDatabase, left: Left[]): void {
  let damaged = 0;
  for (const place of tensorPlaces(database)) {
    try {
      readTensor(database, place);
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged++;
      prepared(database, 'DELETE FROM tensor WHERE run_id = ? AND pair_id = ? AND side = ? AND hook = ?').run(
        place.runId,
        place.pairId,
        place.side,
        place.hook,
      );
    }
  }
  if (damaged > 0)
    left.push({
      what: `${damaged} kept tensors`,
      why: 'are not what was kept: they are computed again when they are looked at',
    });
}

/** What is not what was measured is to be measured again, by Resume. */
function settleRun(database: WritableDatabase, id: number, left: Left[]): void {
  const isRemoved =
    prepared(database, 'SELECT 1 FROM run WHERE id = ? AND removed_at IS NOT NULL').get(id) !== undefined;
  if (isRemoved) return;
  const { setIsSame, controlSetIsSame, damaged } = inspectedRun(database, id);
  const words: string[] = [];
  if (damaged.length > 0) {
    replanItems(database, id, damaged);
    forgetTensors(database, id, damaged);
    words.push(`${damaged.length} comparisons are to be measured again`);
    left.push({
      what: `${damaged.length} comparisons of run ${id}`,
      why: 'are not what was measured: Resume measures them again',
    });
  }
  if (!setIsSame || controlSetIsSame === false) {
    words.push('some of the pairs that it was made of are lost or changed');
    left.push({
      what: `pairs of run ${id}`,
      why: 'are lost or changed, which the run says wherever it is shown or exported',
    });
  }
  if (words.length === 0) return;
  const state = damaged.length > 0 ? "'cancelled'" : 'state';
  prepared(database, `UPDATE run SET state = ${state}, error = ?, revision = revision + 1 WHERE id = ?`).run(
    `Rescued: ${words.join('; ')}`,
    id,
  );
  const statistics = database
    .prepare<[number], number>('SELECT id FROM analysis WHERE run_id = ?')
    .pluck()
    .all(id);
  for (const analysis of statistics) dropAnalysis(database, analysis);
}

const TABLES_OF_SETS = [
  { sets: 'sentence_set', rows: 'pair', what: 'the set', many: 'pairs' },
  { sets: 'text_set', rows: 'text', what: 'the text set', many: 'texts' },
] as const;

/** Places of a set are 0, 1, 2, …: where one is missing, a pair or a text is. */
function nameSets(database: WritableDatabase, left: Left[]): void {
  for (const { sets, rows, what, many } of TABLES_OF_SETS) {
    const counted = database
      .prepare<[], { id: number; name: string; missing: number }>(
        `SELECT chosen.id, name, coalesce(max(position) + 1 - count(DISTINCT position), 0) AS missing
         FROM ${sets} AS chosen LEFT JOIN ${rows} AS item ON item.set_id = chosen.id GROUP BY chosen.id ORDER BY chosen.id`,
      )
      .all();
    for (const { id, name, missing } of counted) {
      if (missing === 0) continue;
      left.push({
        what: `${missing} ${many} of ${what} “${name}”`,
        why: 'could not be read: its name says so',
      });
      prepared(database, `UPDATE ${sets} SET name = ? WHERE id = ?`).run(
        `${name} (rescued ${id}, ${missing} ${many} lost)`,
        id,
      );
    }
  }
}

const COUNTED = {
  projects: 'project',
  sets: 'sentence_set',
  pairs: 'pair',
  'text sets': 'text_set',
  texts: 'text',
  runs: 'run',
  comparisons: "run_item WHERE state = 'done'",
  tensors: 'tensor',
  analyses: 'analysis',
} as const;

function countKept({ database }: WritableStore): Record<string, number> {
  return Object.fromEntries(
    Object.entries(COUNTED).map(([name, from]) => [
      name,
      database.prepare<[], number>(`SELECT count(*) FROM ${from}`).pluck().get() ?? 0,
    ]),
  );
}

/** Copies the rows of a damaged store that can be read and refer to rows that are there. */
import { prepared, type WritableDatabase } from '../store/handles.ts';
import { sqliteCause, sqliteCode } from '../store/sqlite-errors.ts';
import type { DamagedStore, Row } from './damaged-store.ts';

export interface Left {
  /** 'pair 7', '12 rows of tensor' */
  readonly what: string;
  readonly why: string;
}

const UNREADABLE = 'could not be read';
const REFUSED = 'referred to what could not be read, or held what Pairlens never stores';

/** Tables that are read around what is damaged; the others, of which one can do without, are read whole or not at all. */
const COPIED: ReadonlySet<string> = new Set([
  'project',
  'sentence_set',
  'pair',
  'model',
  'alignment_correction',
  'run',
  'run_item',
  'head_metric',
  'run_folder',
  'tensor',
  'text_set',
  'text',
  'analysis',
  'analysis_item',
  'analysis_part',
  'analysis_result',
  'saved_view',
  'mark',
]);

/** Made of the others, and made anew when they are needed. */
const DERIVED: ReadonlySet<string> = new Set(['metric_column']);

/** Call it inside `store.write` of a new store of the shape of `from`. @param left what is not copied is added */
export function copyRows(from: DamagedStore, to: WritableDatabase, left: Left[]): void {
  const missing = tablesOf(to).filter((table) => !from.hasTable(table));
  for (const table of missing) left.push({ what: `the table ${table}`, why: 'could not be found any more' });
  const copyTable = (table: string): readonly Row[] => {
    const { rows, lost } = from.readTable(table);
    return insertAll(to, table, rows, lost, left);
  };
  const sets = from.readTable('sentence_set');
  const allRuns = from.readTable('run');
  copyTable('project');
  const allAnalyses = from.readTable('analysis');
  const ofProjects = [sets, allRuns, from.readTable('text_set'), allAnalyses];
  standInProjects(
    to,
    ofProjects.flatMap(({ rows }) => rows),
  );
  insertAll(to, 'sentence_set', sets.rows, sets.lost, left);
  const allPairs = from.readTable('pair');
  standInSets(to, 'sentence_set', {
    rows: allPairs.rows,
    users: allRuns.rows,
    by: ['set_id', 'control_set_id'],
  });
  const pairs = insertAll(to, 'pair', allPairs.rows, allPairs.lost, left);
  copyTable('model');
  const pairIds = idsOf(pairs);
  // There may be more than a call takes arguments.
  const pairRange = [1, pairIds.reduce((last, id) => Math.max(last, id), 0)] as const;
  const corrections = from.readKeyed('alignment_correction', { of: [], range: 'pair_id' }, [[]], pairRange);
  insertAll(to, 'alignment_correction', corrections.rows, corrections.lost, left);
  const runs = insertAll(to, 'run', allRuns.rows, allRuns.lost, left);
  copyItems(from, to, idsOf(runs), pairRange, left);
  copyTable('run_folder');
  copyTable('tensor');
  copyTable('text_set');
  const texts = from.readTable('text');
  standInSets(to, 'text_set', { rows: texts.rows, users: allAnalyses.rows, by: ['text_set_id'] });
  insertAll(to, 'text', texts.rows, texts.lost, left);
  const analyses = copyTable('analysis');
  const items = from.readKeyed(
    'analysis_item',
    { of: ['analysis_id'], range: 'position' },
    idsOf(analyses).map((id) => [id]),
    [
      0,
      analyses
        .map((row) => Number(row['total']))
        .filter(Number.isSafeInteger)
        .reduce((most, total) => Math.max(most, total), 0),
    ],
  );
  insertAll(to, 'analysis_item', items.rows, items.lost, left);
  copyTable('analysis_part');
  copyTable('analysis_result');
  copyTable('saved_view');
  copyTable('mark');
  for (const table of from.tables().filter((name) => !COPIED.has(name) && !DERIVED.has(name))) {
    const rows = from.readTogether(`SELECT * FROM "${table}"`);
    if (rows === null) left.push({ what: `the rows of ${table}`, why: UNREADABLE });
    else insertAll(to, table, rows, 0, left);
  }
}

/** Each comparison with its metrics, or without any where one of them cannot be read. */
function copyItems(
  from: DamagedStore,
  to: WritableDatabase,
  runIds: readonly number[],
  pairRange: readonly [number, number],
  left: Left[],
): void {
  const roles = ['set', 'control', 'neutral'];
  const { rows, lost } = from.readKeyed(
    'run_item',
    { of: ['run_id', 'role'], range: 'pair_id' },
    runIds.flatMap((id) => roles.map((role) => [id, role])),
    pairRange,
  );
  let without = 0;
  for (const item of insertAll(to, 'run_item', rows, lost, left)) {
    const metrics = from.readTogether(
      'SELECT * FROM head_metric WHERE run_id = ? AND role = ? AND position = ?',
      item['run_id'],
      item['role'],
      item['position'],
    );
    if (metrics === null) without++;
    else insertAll(to, 'head_metric', metrics, 0, left);
  }
  if (without > 0) left.push({ what: `the metrics of ${without} comparisons`, why: UNREADABLE });
}

/** Returns the rows that were taken. */
function insertAll(
  to: WritableDatabase,
  table: string,
  rows: readonly Row[],
  lost: number,
  left: Left[],
): readonly Row[] {
  if (lost > 0) left.push({ what: `${lost} rows of ${table}`, why: UNREADABLE });
  const taken = rows.filter((row) => insert(to, table, row));
  const refused = rows.length - taken.length;
  if (refused > 0) left.push({ what: `${refused} rows of ${table}`, why: REFUSED });
  return taken;
}

function insert(to: WritableDatabase, table: string, row: Row): boolean {
  const columns = Object.keys(row);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const sql = `INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
  try {
    prepared(to, sql).run(...Object.values(row));
    return true;
  } catch (error) {
    if (sqliteCode(sqliteCause(error))?.startsWith('SQLITE_CONSTRAINT') === true) return false;
    throw error;
  }
}

const LOST_ROW = 'Its own row could not be read';
const UNKNOWN_TIME = new Date(0).toISOString();

/** Projects in the place of those that are lost, so that what is of them is not lost with them. */
function standInProjects(to: WritableDatabase, children: readonly Row[]): void {
  const insertProject = prepared(
    to,
    'INSERT INTO project (id, name, description, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  for (const id of idsIn(children, 'project_id'))
    insertProject.run(id, `Rescued project ${id}`, LOST_ROW, UNKNOWN_TIME);
}

/** The same of sets whose pairs or texts are there, in the project of a run or analysis of theirs, else in the first. */
function standInSets(
  to: WritableDatabase,
  table: 'sentence_set' | 'text_set',
  { rows, users, by }: { rows: readonly Row[]; users: readonly Row[]; by: readonly string[] },
): void {
  const [first] = to.prepare<[], number>('SELECT id FROM project ORDER BY id').pluck().all();
  const is = prepared(to, `SELECT 1 FROM ${table} WHERE id = ?`);
  const insertSet = prepared(
    to,
    `INSERT INTO ${table} (id, project_id, name, description, source, created_at) VALUES (?, ?, ?, ?, 'rescued', ?)
     ON CONFLICT DO NOTHING`,
  );
  for (const id of idsIn(rows, 'set_id')) {
    if (is.get(id) !== undefined) continue;
    const user = users.find((row) => by.some((column) => row[column] === id));
    const project = user?.['project_id'] ?? first;
    if (project !== undefined) insertSet.run(id, project, `Rescued set ${id}`, LOST_ROW, UNKNOWN_TIME);
  }
}

/** What rows refer to by a column. */
function idsIn(rows: readonly Row[], column: string): number[] {
  return [...new Set(rows.map((row) => Number(row[column])))].filter(
    (id) => Number.isSafeInteger(id) && id > 0,
  );
}

function tablesOf(database: WritableDatabase): string[] {
  return database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
}

function idsOf(rows: readonly Row[]): number[] {
  return rows.map((row) => Number(row['id'])).filter(Number.isSafeInteger);
}

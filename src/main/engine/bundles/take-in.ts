/** Copies the run of a bundle into a workspace, under numbers and names of its own; nothing that is there is changed. */
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import { type Role, ROLES } from '../../../shared/entities.ts';
import { countRole } from '../store/item-counts.ts';
import { itemHash } from '../store/hashes.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from '../store/handles.ts';
import { readItemValues } from '../store/head-metrics.ts';
import { findModel } from '../store/models.ts';
import { hashRow } from '../store/row-hashes.ts';
import { itemsAfter, type ItemPlace, readItem } from '../store/run-items.ts';
import { getRun, markInterrupted, showRun } from '../store/runs.ts';
import { SENTENCE_SETS } from '../store/sentence-sets.ts';
import type { Store } from '../store/database.ts';
import { now, UNSEEN } from '../store/rows.ts';
import { tensorHashOf } from '../store/tensors.ts';
import { removeUnseenRun } from '../store/unseen-runs.ts';
import { refused } from './read-bundle.ts';
import { type Notes, takeNotes } from './notes.ts';
import { type BundleTable, countRows, insertRow, type Row, rowsOfRun } from './rows-of-run.ts';

/** What a bundle came to. */
export interface TakenIn {
  /** The number of the run here. */
  readonly runId: number;
  /** Notes of heads that were left out, because there are others here. */
  readonly notesLeftOut: number;
}

/** Of the work, rows are so much; hashes are the rest. */
const OF_ROWS = 0.8;
/** Rows that are stored together. */
const TOGETHER = 100;

/** What each table's columns refer to. */
const REFERENCES: Readonly<Record<string, 'project' | 'sentence_set' | 'pair' | 'model' | 'run'>> = {
  project_id: 'project',
  set_id: 'sentence_set',
  control_set_id: 'sentence_set',
  pair_id: 'pair',
  model_id: 'model',
  run_id: 'run',
};

/**
 * Where it does not come to its end, what was stored of the run is taken back, in steps too: whoever returns from it early
 * takes those that are left. Sets are seen by nobody then, and go when the workspace is opened next.
 * @param from the workspace of the bundle, whose hashes have been compared
 * @param name of the bundle, for the words
 * @returns what came of it; yields how much is stored, from 0 to 1
 * @throws PairlensError BUNDLE_INVALID for a row that refers to one which is not there
 */
export function* takeIn(
  from: ReadableDatabase,
  to: Store,
  {
    runId,
    projectId,
    tensors,
    notes,
    name,
  }: {
    readonly runId: number;
    readonly projectId: number;
    readonly tensors: boolean;
    /** null: it has none. */
    readonly notes: Notes | null;
    readonly name: string;
  },
): Generator<number, TakenIn, void> {
  const ids = new Map<string, number>([[`project ${getRun(from, runId).projectId}`, projectId]]);
  const idOf = (table: string, id: unknown): number => {
    const known = ids.get(`${table} ${String(id)}`);
    if (known === undefined) throw refused(name, `it refers to a ${table} ${String(id)} that it lacks`);
    return known;
  };
  const mapped = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        const table = REFERENCES[column];
        return [column, table === undefined || value === null ? value : idOf(table, value)];
      }),
    );
  const add = (database: WritableDatabase, table: BundleTable, row: Row): void => {
    const id = addRow(database, table, mapped(row), projectId);
    if (id !== null) ids.set(`${table} ${String(row['id'])}`, id);
  };
  const total = countRows(from, runId, { tensors });
  let done = 0;
  let batch: { table: BundleTable; row: Row }[] = [];
  const store = (): number => {
    to.write((database) => {
      for (const { table, row } of batch) add(database, table, row);
    });
    done += batch.length;
    batch = [];
    return (done / total) * OF_ROWS;
  };
  let isWhole = false;
  try {
    for (const row of rowsOfRun(from, runId, { tensors })) {
      batch.push(row);
      if (batch.length >= TOGETHER) yield store();
    }
    yield store();
    const newRun = idOf('run', runId);
    const hashing = hashItems(to, newRun);
    for (let step = hashing.next(); step.done !== true; step = hashing.next())
      yield OF_ROWS + step.value * (1 - OF_ROWS);
    const notesLeftOut = to.write((database) => {
      // It may have been bundled by somebody who only reads, after the process that ran it was killed.
      markInterrupted(database, newRun);
      showRun(database, newRun);
      for (const [key, id] of ids)
        if (key.startsWith('sentence_set '))
          prepared(
            database,
            'UPDATE sentence_set SET removed_at = NULL, ready = 1, name = ? WHERE id = ?',
          ).run(SENTENCE_SETS.freeName(database, projectId, nameOf(database, id)), id);
      return notes === null ? 0 : takeNotes(database, projectId, notes, idOf);
    });
    isWhole = true;
    return { runId: newRun, notesLeftOut };
  } finally {
    const stored = ids.get(`run ${runId}`);
    if (!isWhole && stored !== undefined)
      for (const removing = removeUnseenRun(to, stored); removing.next().done !== true;) yield OF_ROWS;
  }
}

function nameOf(database: ReadableDatabase, setId: number): string {
  return (
    prepared<{ name: string }>(database, 'SELECT name FROM sentence_set WHERE id = ?').get(setId)?.name ?? ''
  );
}

/** The id under which a row is here; null for a table whose rows have none. */
function addRow(
  database: WritableDatabase,
  table: BundleTable,
  withId: Row,
  projectId: number,
): number | null {
  const row = withoutId(withId);
  switch (table) {
    case 'sentence_set':
      return insertRow(database, table, {
        ...row,
        project_id: projectId,
        // It is new here: by its own time the project would not have been used today.
        created_at: now(),
        removed_at: UNSEEN,
        ready: 0,
      });
    case 'pair':
      return insertRow(database, table, row);
    case 'model':
      return sameModel(database, row) ?? hashed(database, 'model', insertRow(database, table, row));
    case 'run':
      return hashed(database, 'run', insertRow(database, table, { ...row, removed_at: UNSEEN }));
    case 'tensor':
      insertRow(database, table, { ...row, hash: row['hash'] === null ? null : tensorHashOf(row) });
      return null;
    default:
      insertRow(database, table, row);
      return null;
  }
}

function withoutId(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'id'));
}

/** A model with these weights and this tokenizer that the workspace knows already, by whatever name. */
function sameModel(database: ReadableDatabase, row: Row): number | null {
  return findModel(database, {
    weightsHash: String(row['weights_hash']),
    tokenizerHash: String(row['tokenizer_hash']),
  });
}

function hashed(database: WritableDatabase, table: 'model' | 'run', id: number): number {
  hashRow(database, table, id);
  return id;
}

const ITEMS_TOGETHER = 50;

/** Hashes of comparisons name the run and the pair, which have other numbers here. Yields how many of them are made, from 0 to 1. */
function* hashItems(store: Store, runId: number): Generator<number, void, void> {
  const { database } = store;
  const shape = prepared<{ layers: number; heads: number; metrics: string }>(
    database,
    'SELECT layers, heads, metrics FROM run JOIN model ON model.id = run.model_id WHERE run.id = ?',
  ).get(runId);
  if (shape === undefined) return;
  const { layers, heads } = shape;
  const names = JSON.parse(shape.metrics) as unknown[];
  const metrics = METRIC_NAMES.filter((name) => names.includes(name));
  const total = ROLES.reduce((sum, role) => sum + countRole(database, runId, role).total, 0);
  let hashed = 0;
  for (let after: ItemPlace | null = null; ;) {
    const places: readonly (ItemPlace & { position: number; role: Role })[] = itemsAfter(
      database,
      runId,
      after,
      ITEMS_TOGETHER,
    );
    store.write((writable) => {
      for (const { role, pairId, position } of places) {
        const item = readItem(writable, runId, pairId, role);
        if (item?.state !== 'done' || item.computedFrom === null) continue;
        const values = readItemValues(writable, { runId, role, position, layers, heads }, METRIC_NAMES);
        if (values === null) continue;
        const hash = itemHash(
          { ...item.computedFrom, runId, role, position, pairId, layers, heads, metrics },
          values,
        );
        prepared(
          writable,
          'UPDATE run_item SET hash = ? WHERE run_id = ? AND role = ? AND pair_id = ? AND hash IS NOT NULL',
        ).run(hash, runId, role, pairId);
      }
    });
    hashed += places.length;
    yield total === 0 ? 1 : hashed / total;
    after = places.at(-1) ?? null;
    if (after === null) return;
  }
}

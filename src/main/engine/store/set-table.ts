/**
 * What the tables `sentence_set` and `text_set` have in common: sets of a project with names of their own, which are seen
 * when they are complete, and know what their rows come to.
 */
import type { z } from 'zod';
import { sha256 } from '../files/hashing.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { freeName, naming } from './names.ts';
import { expectChange, found, newId, now } from './rows.ts';

export interface NewSet {
  readonly projectId: number;
  readonly name: string;
  readonly description: string;
  /** 'bundled:negation', 'file:pairs.csv', 'manual' */
  readonly source: string;
}

/** A row as both tables have it. */
export interface SetRow extends NewSet {
  readonly id: number;
  readonly createdAt: string;
  readonly imported: string | null;
  readonly summary: string | null;
}

/** Rows of the set are about to change: what they come to is counted anew. Call it inside `store.write`. */
export function forgetSummary(
  database: WritableDatabase,
  table: 'sentence_set' | 'text_set',
  id: number,
): void {
  prepared(database, `UPDATE ${table} SET summary = NULL, revision = revision + 1 WHERE id = ?`).run(id);
}

/** Sets whose rows are still being put in are not there yet. */
const THERE = 'removed_at IS NULL AND ready = 1';

export class SetTable<Summary extends { readonly contentHash: string }> {
  readonly #table: 'sentence_set' | 'text_set';
  /** 'sentence set' */
  readonly #what: string;
  readonly #summary: z.ZodType<Summary>;
  readonly #select: string;

  constructor(table: 'sentence_set' | 'text_set', what: string, summary: z.ZodType<Summary>) {
    this.#table = table;
    this.#what = what;
    this.#summary = summary;
    this.#select = `
      SELECT id, project_id AS projectId, name, description, source, created_at AS createdAt, imported, summary
      FROM ${table}`;
  }

  list(database: ReadableDatabase, projectId: number): SetRow[] {
    return prepared<SetRow>(database, `${this.#select} WHERE project_id = ? AND ${THERE} ORDER BY id`).all(
      projectId,
    );
  }

  /** @throws PairlensError NOT_FOUND for a set that is not there */
  get(database: ReadableDatabase, id: number): SetRow {
    const row = prepared<SetRow>(database, `${this.#select} WHERE id = ? AND ${THERE}`).get(id);
    return found(row, this.#what, id);
  }

  /** @throws PairlensError NOT_FOUND for a set that is not there */
  require(database: ReadableDatabase, id: number): void {
    const row = prepared(database, `SELECT 1 FROM ${this.#table} WHERE id = ? AND ${THERE}`).get(id);
    found(row, this.#what, id);
  }

  /** The set of that name in the project, or null. */
  find(database: ReadableDatabase, projectId: number, name: string): SetRow | null {
    const sql = `${this.#select} WHERE project_id = ? AND name = ? AND ${THERE}`;
    return prepared<SetRow>(database, sql).get(projectId, name) ?? null;
  }

  /** Names of the sets of a project. */
  names(database: ReadableDatabase, projectId: number): string[] {
    const sql = `SELECT name FROM ${this.#table} WHERE project_id = ? AND ${THERE} ORDER BY id`;
    return prepared<{ name: string }>(database, sql)
      .all(projectId)
      .map(({ name }) => name);
  }

  /** The sets of a project that came from there. */
  from(database: ReadableDatabase, projectId: number, source: string): number[] {
    const sql = `SELECT id FROM ${this.#table} WHERE project_id = ? AND source = ? AND ${THERE} ORDER BY id`;
    return prepared<{ id: number }>(database, sql)
      .all(projectId, source)
      .map(({ id }) => id);
  }

  /**
   * The first set of a project that came from there and has that very content, or null.
   * @param hashOf of a set whose rows have changed since they were counted
   */
  findSame(
    database: ReadableDatabase,
    {
      projectId,
      source,
      contentHash,
    }: Pick<NewSet, 'projectId' | 'source'> & { readonly contentHash: string },
    hashOf: (database: ReadableDatabase, id: number) => string,
  ): number | null {
    const isSame = (id: number): boolean =>
      (this.storedSummary(database, id).summary?.contentHash ?? hashOf(database, id)) === contentHash;
    return this.from(database, projectId, source).find(isSame) ?? null;
  }

  /** `name`, or the first of "name 2", "name 3", … that no set of the project has, be it one whose rows are still put in. */
  freeName(database: ReadableDatabase, projectId: number, name: string): string {
    const sql = `SELECT name FROM ${this.#table} WHERE project_id = ? AND removed_at IS NULL`;
    const rows = prepared<{ name: string }>(database, sql).all(projectId);
    return freeName(name, new Set(rows.map((row) => row.name)));
  }

  /** The sets of a project whose rows have changed since they were counted. */
  uncounted(database: ReadableDatabase, projectId: number): number[] {
    const sql = `SELECT id FROM ${this.#table} WHERE project_id = ? AND summary IS NULL AND ${THERE}`;
    return prepared<{ id: number }>(database, sql)
      .all(projectId)
      .map(({ id }) => id);
  }

  /** null where there is none, or not the one that was written: it is made anew then. */
  readSummary(written: string | null): Summary | null {
    const [hash, text] = written === null ? [] : splitOnce(written);
    if (text === undefined || sha256(text) !== hash) return null;
    return this.#summary.safeParse(JSON.parse(text)).data ?? null;
  }

  /** What is stored of a set's rows; `summary` null: they have changed since. */
  storedSummary(
    database: ReadableDatabase,
    id: number,
  ): { readonly summary: Summary | null; readonly revision: number } {
    const row = prepared<{ summary: string | null; revision: number }>(
      database,
      `SELECT summary, revision FROM ${this.#table} WHERE id = ?`,
    ).get(id);
    const { summary, revision } = found(row, this.#what, id);
    return { summary: this.readSummary(summary), revision };
  }

  /** Keeps what was counted, unless a row has changed since `revision`. Call it inside `store.write`. */
  keepSummary(database: WritableDatabase, id: number, summary: Summary, revision: number): void {
    prepared(database, `UPDATE ${this.#table} SET summary = ? WHERE id = ? AND revision = ?`).run(
      writtenSummary(summary),
      id,
      revision,
    );
  }

  /**
   * Adds a set and returns its id. One that is not `ready` is seen by nobody until it is complete; it has its name from now
   * on.
   * @throws PairlensError CONFLICT when the project has a set of that name, NOT_FOUND when there is no such project
   */
  insert(database: WritableDatabase, values: NewSet, ready: boolean): number {
    const { projectId, name, description, source } = values;
    found(
      prepared(database, 'SELECT 1 FROM project WHERE id = ? AND removed_at IS NULL').get(projectId),
      'project',
      projectId,
    );
    const insert = prepared(
      database,
      `INSERT INTO ${this.#table} (project_id, name, description, source, created_at, ready)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    return this.#named(name, () =>
      newId(insert.run(projectId, name, description, source, now(), ready ? 1 : 0)),
    );
  }

  /** All rows are in: the set is there. Call it inside `store.write`. */
  complete(database: WritableDatabase, id: number, summary: Summary, imported: unknown): void {
    prepared(database, `UPDATE ${this.#table} SET ready = 1, summary = ?, imported = ? WHERE id = ?`).run(
      writtenSummary(summary),
      JSON.stringify(imported),
      id,
    );
  }

  /** A set that is not going to be complete: its name is free again. Its rows go with `removeUnfinishedSets`. */
  giveUp(database: WritableDatabase, id: number): void {
    prepared(database, `UPDATE ${this.#table} SET removed_at = ? WHERE id = ? AND ready = 0`).run(now(), id);
  }

  /** @throws PairlensError CONFLICT when the project has another set of that name, NOT_FOUND */
  update(
    database: WritableDatabase,
    { id, name, description }: { readonly id: number; readonly name: string; readonly description: string },
  ): void {
    const update = prepared(
      database,
      `UPDATE ${this.#table} SET name = ?, description = ? WHERE id = ? AND ${THERE}`,
    );
    this.#named(name, () => expectChange(update.run(name, description, id), this.#what, id));
  }

  remove(database: WritableDatabase, id: number): void {
    const update = prepared(database, `UPDATE ${this.#table} SET removed_at = ? WHERE id = ? AND ${THERE}`);
    expectChange(update.run(now(), id), this.#what, id);
  }

  /** Takes back a removal. @throws PairlensError CONFLICT when another set has taken the name since, NOT_FOUND */
  restore(database: WritableDatabase, id: number): void {
    const sql = `SELECT name FROM ${this.#table} WHERE id = ?`;
    const name = prepared<{ name: string }>(database, sql).get(id)?.name ?? '';
    const update = prepared(
      database,
      `UPDATE ${this.#table} SET removed_at = NULL WHERE id = ? AND ready = 1`,
    );
    this.#named(name, () => expectChange(update.run(id), this.#what, id));
  }

  #named<Result>(name: string, change: () => Result): Result {
    return naming(name, `the project has a ${this.#what} named “${name}” already`, change);
  }
}

/** The counts as they are kept, with their hash before them. */
function writtenSummary(summary: unknown): string {
  const text = JSON.stringify(summary);
  return `${sha256(text)} ${text}`;
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

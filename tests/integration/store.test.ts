/** Opening a workspace: what is made, what is refused, and what stays whole when something goes wrong. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { openEngine } from '../../src/main/engine/engine.ts';
import { hashSentenceSet } from '../../src/main/engine/sets/hash-sentence-set.ts';
import { openReadableStore, openStore } from '../../src/main/engine/store/database.ts';
import { APPLICATION_ID, knownMigrations } from '../../src/main/engine/store/migrate.ts';
import {
  addPairs,
  listPairs,
  removePairs,
  replacePair,
  restorePairs,
} from '../../src/main/engine/store/pairs.ts';
import {
  createProject,
  listProjects,
  removeProject,
  restoreProject,
} from '../../src/main/engine/store/projects.ts';
import { storeError } from '../../src/main/engine/store/sqlite-errors.ts';
import { createSentenceSet } from '../../src/main/engine/store/sentence-sets.ts';
import { temporaryFolder } from './workspace.ts';
import { underPermissions } from '../under-permissions.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'workspaces', 'test.sqlite');
});
afterEach(() => folder.remove());

const textPair = (original: string) => ({
  label: null,
  original,
  counterfactual: `not ${original}`,
  originalIds: null,
  counterfactualIds: null,
  neutral: null,
  neutralIds: null,
  cues: null,
  scope: null,
  answer: null,
  wrongAnswer: null,
  cluster: null,
});

describe('a new workspace', () => {
  it('is made with its folders, tables and identity', () => {
    const store = openStore(path);
    const { database } = store;
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(database.pragma('user_version', { simple: true })).toBe(knownMigrations().length);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    const tables = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict")
      .pluck()
      .all();
    expect(tables).toEqual(expect.arrayContaining(['project', 'pair', 'run', 'head_metric', 'tensor']));
    store.close();
  });

  it('has a column of numbers for each metric of the catalogue', () => {
    const store = openStore(path);
    const columns = store.database
      .prepare<[], string>("SELECT name FROM pragma_table_info('head_metric') WHERE type = 'REAL'")
      .pluck()
      .all();
    store.close();
    expect(columns.toSorted()).toEqual(METRIC_NAMES.toSorted());
  });

  it('is one plain file once closed', () => {
    openStore(path).close();
    expect(readdirSync(join(folder.path, 'workspaces')).toSorted()).toEqual([
      'test.sqlite',
      'test.sqlite.lock',
    ]);
  });

  it('keeps what was written for the next time', () => {
    const store = openStore(path);
    store.write(() => createProject(store.database, { name: 'Negation', description: '' }));
    store.close();
    const again = openStore(path);
    expect(listProjects(again.database).map(({ name }) => name)).toEqual(['Negation']);
    again.close();
  });

  it('refuses a row that refers to nothing', () => {
    const store = openStore(path);
    const orphan = () =>
      store.database
        .prepare(
          "INSERT INTO pair (set_id, position, original, counterfactual, created_at) VALUES (7, 0, 'a', 'b', '')",
        )
        .run();
    expect(orphan).toThrow(/FOREIGN KEY/);
    store.close();
  });
});

describe('a file that is no workspace', () => {
  it.each([
    ['not SQLite', Buffer.from('original,counterfactual\nIt rains,It does not rain\n'.repeat(100))],
    ['a few bytes', Buffer.from('hello')],
  ])('is refused and left alone: %s', (_, content) => {
    mkdirSync(join(folder.path, 'workspaces'));
    writeFileSync(path, content);
    expect(() => openStore(path)).toThrow(expect.objectContaining({ code: 'STORE_INVALID' }));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('is refused when it is a folder, for writing and for reading', () => {
    const refused = expect.objectContaining({
      code: 'STORE_INVALID',
      message: `not a Pairlens store: ${folder.path} is a folder`,
    }) as Error;
    expect(() => openStore(folder.path)).toThrow(refused);
    expect(() => openReadableStore(folder.path)).toThrow(refused);
    expect(existsSync(`${folder.path}.lock`)).toBe(false);
  });

  it('is refused when it is no file at all', () => {
    expect(() => openReadableStore('/dev/null')).toThrow(
      expect.objectContaining({
        code: 'STORE_INVALID',
        message: 'not a Pairlens store: /dev/null is no regular file',
      }),
    );
  });

  it('is refused when another program made it', () => {
    mkdirSync(join(folder.path, 'workspaces'));
    const other = new SqliteDatabase(path);
    other.exec('CREATE TABLE bookmark (url TEXT)');
    other.close();
    expect(() => openStore(path)).toThrow(
      expect.objectContaining({
        code: 'STORE_INVALID',
        message: expect.stringContaining('another program') as string,
      }),
    );
  });

  it('is refused when a newer Pairlens made it, for writing and for reading', () => {
    const store = openStore(path);
    store.database.pragma('user_version = 99');
    store.close();
    const newer = expect.objectContaining({
      code: 'STORE_NEWER',
      message: expect.stringContaining('version 99') as string,
    }) as Error;
    expect(() => openStore(path)).toThrow(newer);
    expect(() => openReadableStore(path)).toThrow(newer);
  });
});

describe('one writer', () => {
  it('refuses a second one at once, naming the process, whatever path it comes by', () => {
    const store = openStore(path);
    const busy = expect.objectContaining({
      code: 'STORE_BUSY',
      details: { path: store.path, process: process.pid },
    }) as Error;
    expect(() => openStore(path)).toThrow(busy);
    symlinkSync(path, join(folder.path, 'alias.sqlite'));
    expect(() => openStore(join(folder.path, 'alias.sqlite'))).toThrow(busy);
    store.close();
    openStore(path).close();
  });

  it('lets others read meanwhile', () => {
    const store = openStore(path);
    const reader = openReadableStore(path);
    store.write(() => createProject(store.database, { name: 'Seen', description: '' }));
    expect(listProjects(reader.database).map(({ name }) => name)).toEqual(['Seen']);
    const readonly = expect.objectContaining({ code: 'STORE_READONLY' }) as Error;
    expect(() => reader.database.exec('DELETE FROM project')).toThrow(readonly);
    // @ts-expect-error what writes does not take a handle for reading: this must not compile
    const writing = () => createProject(reader.database, { name: 'Mine', description: '' });
    expect(writing).toThrow(readonly);
    reader.close();
    store.close();
  });

  it('holds across processes, and not beyond the life of one that is killed', () => {
    const child = join(import.meta.dirname, 'open-store.child.ts');
    const holder = openStore(path);
    const refused = spawnSync(process.execPath, [child, path], { encoding: 'utf8' });
    expect(refused.stdout).toContain('STORE_BUSY');
    expect(refused.stdout).toContain(`process ${process.pid}`);
    holder.close();
    const killed = spawnSync(process.execPath, [child, path, 'kill'], { encoding: 'utf8' });
    expect(killed.signal).toBe('SIGKILL');
    const store = openStore(path);
    expect(listProjects(store.database).map(({ name }) => name)).toEqual(['Before the kill']);
    store.close();
  });
});

describe('an engine that only reads', () => {
  it('opens beside one that writes, and refuses to write', async () => {
    const home = folder.path;
    const writer = await openEngine({ home, shell: 'browser' });
    const project = writer.defaultProject();
    const reader = await openEngine({ home, shell: 'cli', readonly: true });
    expect(reader.projects.list()).toEqual([project]);
    expect(reader.runs.list({ projectId: project.id })).toEqual([]);
    const writing = () => reader.projects.create({ name: 'Mine', description: '' });
    expect(writing).toThrow(expect.objectContaining({ code: 'STORE_READONLY' }));
    await reader.close();
    await writer.close();
  });
});

describe('a disk that cannot be written', () => {
  it.runIf(process.platform === 'linux')('is said at once, also where folders cannot be made', () => {
    expect(() => openStore('/proc/nowhere/below/test.sqlite')).toThrow(
      expect.objectContaining({ code: 'FILE_UNWRITABLE' }),
    );
  });

  it.each([
    ['SQLITE_IOERR', 'FILE_UNREADABLE', 'the disk gives errors on a.sqlite (SQLITE_IOERR)'],
    ['SQLITE_IOERR_READ', 'FILE_UNREADABLE', 'the disk gives errors on a.sqlite (SQLITE_IOERR_READ)'],
    ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL', 'no room is left on the disk for a.sqlite (SQLITE_IOERR_SHMSIZE)'],
  ])('is what %s means', (sqlite, code, message) => {
    const error = storeError(new SqliteDatabase.SqliteError('disk I/O error', sqlite), 'a.sqlite');
    expect(error).toMatchObject({ code, message });
  });

  const child = join(import.meta.dirname, 'open-store.child.ts');
  const open = (mode: string) =>
    spawnSync(...underPermissions(process.execPath, [child, path, mode]), { encoding: 'utf8' }).stdout;

  it('says so for a read-only file or folder, and can still be read', () => {
    openStore(path).close();
    chmodSync(path, 0o444);
    chmodSync(join(folder.path, 'workspaces'), 0o555);
    expect(open('write')).toContain('STORE_READONLY');
    expect(open('read')).toContain('read 0 projects');
    chmodSync(join(folder.path, 'workspaces'), 0o755);
  });

  it('loses nothing when it is full', () => {
    const store = openStore(path);
    store.write(() => createProject(store.database, { name: 'Kept', description: '' }));
    const pages = Number(store.database.pragma('page_count', { simple: true }));
    store.database.pragma(`max_page_count = ${pages + 5}`);
    const fill = () =>
      store.write(() => {
        for (let index = 0; index < 1000; index++)
          createProject(store.database, { name: `${index}`, description: 'x'.repeat(1000) });
      });
    expect(fill).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(listProjects(store.database).map(({ name }) => name)).toEqual(['Kept']);
    store.database.pragma(`max_page_count = ${pages + 5000}`);
    fill();
    expect(listProjects(store.database)).toHaveLength(1001);
    store.close();
    expect(statSync(path).size).toBeGreaterThan(1_000_000);
  });
});

describe('projects, sets and pairs', () => {
  it('refuses a name that is taken, frees it with a removal, and restores only while it is free', () => {
    const store = openStore(path);
    const { database } = store;
    const { id } = createProject(database, { name: 'A', description: '' });
    expect(() => createProject(database, { name: 'A', description: '' })).toThrow(/“A” already/);
    removeProject(database, id);
    createProject(database, { name: 'A', description: 'the second' });
    expect(() => restoreProject(database, id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    store.close();
  });

  it('puts an edited pair in the place of the old one, which stays for the results that refer to it', () => {
    const store = openStore(path);
    const { database } = store;
    const projectId = createProject(database, { name: 'A', description: '' }).id;
    const set = createSentenceSet(database, { projectId, name: 's', description: '', source: 'manual' });
    const ids = store.write(() => addPairs(database, set.id, ['one', 'two', 'three'].map(textPair)));
    const [, second] = ids;
    if (second === undefined) throw new Error('three pairs were added');
    const before = hashSentenceSet(database, set.id);
    const edited = store.write(() => replacePair(database, second, textPair('zwei')));
    const originals = () =>
      listPairs(database, { setId: set.id, offset: 0, limit: 10 }).map((pair) => pair.original);
    expect(edited.position).toBe(1);
    expect(originals()).toEqual(['one', 'zwei', 'three']);
    expect(hashSentenceSet(database, set.id)).not.toBe(before);
    expect(() => store.write(() => restorePairs(database, [second]))).toThrow(/another pair has its place/);

    store.write(() => removePairs(database, [edited.id]));
    expect(originals()).toEqual(['one', 'three']);
    // One id that is not there leaves all as they were.
    expect(() => store.write(() => removePairs(database, [ids[0] ?? 0, 999]))).toThrow(
      /this pair is not here/,
    );
    expect(originals()).toEqual(['one', 'three']);
    store.write(() => restorePairs(database, [edited.id]));
    expect(originals()).toEqual(['one', 'zwei', 'three']);
    store.close();
  });
});

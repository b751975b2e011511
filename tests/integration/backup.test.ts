/** Backups: whole, of one moment, beside work that goes on, for their owner alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUpWorkspace } from '../../src/main/engine/backup.ts';
import { openReadableStore, openStore, type WritableStore } from '../../src/main/engine/store/database.ts';
import { createProject } from '../../src/main/engine/store/projects.ts';
import { writeSetting } from '../../src/main/engine/store/settings.ts';
import { copyWhole } from '../../src/main/engine/store/whole-copy.ts';
import { ENTRY } from '../cli.ts';
import { temporaryFolder } from './workspace.ts';
import { addSet, GOLDEN_PAIRS, openWorkspace, runPairs } from './workspaces.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let out: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'study.sqlite');
  out = join(folder.path, 'copies', 'study.sqlite');
});
afterEach(() => folder.remove());

function look<Seen>(file: string, see: (database: Database) => Seen): Seen {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    return see(database);
  } finally {
    database.close();
  }
}

const values = (file: string) =>
  look(file, (database) => {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    return database.prepare<[], string>('SELECT value FROM setting ORDER BY key').pluck().all();
  });

/** Some hundred pages, all of the same letter. */
function fill(store: WritableStore, letter: string): void {
  store.write((database) => {
    for (let index = 0; index < 400; index++) writeSetting(database, `key ${index}`, letter.repeat(4000));
  });
}

it('is of one moment, whatever is written meanwhile, and one plain file of its owner', async () => {
  const store = openStore(path);
  fill(store, 'a');
  let written = 0;
  await copyWhole(path, out, {
    onProgress: () => {
      if (written < 20) fill(store, String.fromCharCode(98 + written++));
    },
  });
  expect(written).toBeGreaterThan(3);
  expect(new Set(values(out))).toEqual(new Set([JSON.stringify('a'.repeat(4000))]));
  store.close();
  expect(readdirSync(join(folder.path, 'copies'))).toEqual(['study.sqlite']);
  if (process.platform !== 'win32') expect(statSync(out).mode & 0o777).toBe(0o600);
  openReadableStore(out).close();
  openStore(out).close();
});

it('is never written over another file, and leaves nothing where it fails', async () => {
  openStore(path).close();
  mkdirSync(join(folder.path, 'copies'));
  writeFileSync(out, 'mine');
  await expect(copyWhole(path, out)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  await expect(copyWhole(join(folder.path, 'none.sqlite'), `${out}.2`)).rejects.toMatchObject({
    name: 'PairlensError',
  });
  const cancelled = AbortSignal.abort();
  const store = openStore(path);
  fill(store, 'a');
  await expect(copyWhole(path, `${out}.3`, { signal: cancelled })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  store.close();
  expect(readdirSync(join(folder.path, 'copies'))).toEqual(['study.sqlite']);
});

it('is a command, also beside a Pairlens that works and after one that was killed', () => {
  const child = join(import.meta.dirname, 'open-store.child.ts');
  expect(spawnSync(process.execPath, [child, path, 'kill']).signal).toBe('SIGKILL');
  expect(existsSync(`${path}-wal`)).toBe(true);
  const pairlens = (...typed: string[]) =>
    spawnSync(process.execPath, [ENTRY, ...typed, '--store', path], {
      encoding: 'utf8',
    });
  // Who reads is told that there are several files.
  expect(pairlens('runs', 'list').stderr).toContain(
    `(${path}-wal beside it), to be copied by \`pairlens backup\``,
  );
  const backup = pairlens('backup', '--out', out);
  expect(backup.stderr).not.toContain('INTERNAL');
  expect(backup.stdout).toBe(`${path} was copied to ${out}.\n`);
  expect(look(out, (database) => database.prepare('SELECT name FROM project').pluck().all())).toEqual([
    'Before the kill',
  ]);
  const store = openStore(path);
  store.write(() => createProject(store.database, { name: 'While open', description: '' }));
  expect(pairlens('backup', '--out', `${out}.2`).status).toBe(0);
  store.close();
  expect(look(`${out}.2`, (database) => database.prepare('SELECT count(*) FROM project').pluck().get())).toBe(
    2,
  );
});

it('is a job of the engine, beside the workspace', async () => {
  const workspace = await openWorkspace();
  const setId = await addSet(workspace.engine, 'golden', GOLDEN_PAIRS);
  await runPairs(workspace.engine, { setId });
  const { path: copy } = await workspace.engine.backups.make();
  expect(basename(copy)).toMatch(/^default\.backup-\d{8}T\d{6}Z\.sqlite$/);
  expect(look(copy, (database) => database.prepare('SELECT state FROM run').pluck().all())).toEqual(['done']);
  await workspace.dispose();
});

it('of a workspace whose pages are damaged says so', async () => {
  const store = openStore(path);
  fill(store, 'a');
  store.close();
  expect(await backUpWorkspace(path, out)).toMatchObject({ sound: true });
  const content = readFileSync(path);
  content.fill(0xff, content.length - 40 * 4096, content.length - 37 * 4096);
  writeFileSync(path, content);
  expect(await backUpWorkspace(path, `${out}.2`)).toMatchObject({ sound: false });
});

/** Stores of every shape that was released are brought to the newest one, whole, whatever happens meanwhile. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { METRIC_NAMES } from '../../src/core/metrics/catalogue.ts';
import { DEFAULT_FLAG_THRESHOLDS } from '../../src/core/metrics/flags.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { openReadableStore, openStore } from '../../src/main/engine/store/database.ts';
import { inOrder, knownMigrations, migrate, readMigrations } from '../../src/main/engine/store/migrate.ts';
import { MOMENTS, withLaterOnes } from './later-migrations.ts';
import { GOLDEN_BERT, runToEnd, temporaryFolder } from './workspace.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/stores');
const SHAPES = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.sqlite'))
  .map((name) => basename(name, '.sqlite'));

/** Those that a store is brought to the newest one from: all, but for the present one. */
const OLDER_SHAPES = SHAPES.filter((shape) => Number(shape) < knownMigrations().length);

/** How many metrics runs measured that were planned in stores of these shapes; in later ones all there are. */
const METRICS_OF_SHAPE: Readonly<Record<string, number>> = { '0001': 9, '0003': 9 };

/** Made anew when they are next needed, so a migration may empty them. */
const CACHES = ['metric_order', 'metric_order_made', 'aggregate'];

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'study.sqlite');
});
afterEach(() => folder.remove());

const copyOf = (shape: string) => copyFileSync(join(FIXTURES, `${shape}.sqlite`), path);
/** What a folder has after a store of this version was brought to the newest one in it. */
const storeAndCopy = (version: number) => [
  'study.sqlite',
  'study.sqlite.lock',
  `study.version-${version}.sqlite`,
];

const CHILD = join(import.meta.dirname, 'upgrade.child.ts');

type Rows = Record<string, unknown[]>;

function look<Seen>(file: string, see: (database: Database) => Seen): Seen {
  const database = new SqliteDatabase(file, { fileMustExist: true });
  try {
    return see(database);
  } finally {
    database.close();
  }
}

const tablesOf = (database: Database) =>
  database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
const columnsOf = (database: Database, table: string) =>
  database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);

/** Every row of every table but for caches, by column, in the order of the columns named. */
function rowsOf(database: Database, columns?: Record<string, readonly string[]>): Rows {
  const tables = tablesOf(database).filter((table) => !CACHES.includes(table));
  return Object.fromEntries(
    tables.flatMap((table) => {
      const names = columns === undefined ? columnsOf(database, table) : columns[table];
      if (names === undefined) return [];
      const quoted = names.map((name) => `"${name}"`).join(', ');
      return [[table, database.prepare(`SELECT ${quoted} FROM "${table}" ORDER BY ${quoted}`).all()]];
    }),
  );
}

/** The tables and columns of a shape, by name. */
function columnsOfShape(shape: string): Record<string, string[]> {
  return look(join(FIXTURES, `${shape}.sqlite`), (database) =>
    Object.fromEntries(tablesOf(database).map((table) => [table, columnsOf(database, table)])),
  );
}
const rowsOfShape = (shape: string) =>
  look(join(FIXTURES, `${shape}.sqlite`), (database) => rowsOf(database));

/** Throws unless the file is whole, and every reference in it is met. */
function checkWhole(database: Database): void {
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
}

function withoutLabels(rows: Rows): Rows {
  const pairs = (rows['pair'] ?? []).map((pair) => ({ ...(pair as object), label: null }));
  return { ...rows, pair: pairs };
}

describe('the numbers of migrations', () => {
  const migration = (name: string) => ({ name, migrate: () => undefined });

  it('have no gap', () => {
    writeFileSync(join(folder.path, '0003_c.sql'), '');
    writeFileSync(join(folder.path, '0001_a.sql'), '');
    writeFileSync(join(folder.path, 'notes.txt'), '');
    expect(() => inOrder(readMigrations(folder.path))).toThrow(
      'migration 0003_c.sql should have the number 2',
    );
  });

  it('are those of SQL and of programs together, none twice', () => {
    const names = ['0002_b', '0001_a.sql', '0003_c.sql'];
    expect(inOrder(names.map(migration)).map(({ name }) => name)).toEqual([
      '0001_a.sql',
      '0002_b',
      '0003_c.sql',
    ]);
    expect(() => inOrder(['0001_a.sql', '0001_b'].map(migration))).toThrow(
      'migration 0001_b should have the number 2',
    );
  });
});

describe('a migration', () => {
  it('that fails leaves the database as it was before the first', () => {
    const database = new SqliteDatabase(':memory:');
    const good = { name: '0001_good', migrate: (to: Database) => void to.exec('CREATE TABLE kept (a) ;') };
    const bad = {
      name: '0002_bad',
      migrate: (to: Database) => void to.exec('CREATE TABLE lost (a); CREATE NONSENSE;'),
    };
    expect(() => migrate(database, [good, bad])).toThrow(/syntax error/);
    expect(database.pragma('user_version', { simple: true })).toBe(0);
    expect(tablesOf(database)).toEqual([]);
    migrate(database, [good]);
    expect(tablesOf(database)).toEqual(['kept']);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('may rebuild a table that others refer to, or change rows by a program', () => {
    copyOf('0001');
    const columns = columnsOfShape('0001');
    const before = rowsOfShape('0001');
    const store = openStore(path, withLaterOnes());
    const { database } = store;
    expect(withoutLabels(rowsOf(database, columns))).toEqual(withoutLabels(before));
    checkWhole(database);
    expect(database.prepare('SELECT id, note FROM run WHERE id = 2').get()).toEqual({ id: 2, note: 'run 2' });
    expect(
      database.prepare('SELECT DISTINCT label FROM pair ORDER BY label NULLS FIRST').pluck().all(),
    ).toEqual([null, 'EVEN', 'LONG', 'ODD', 'PLAIN', 'WEATHER']);
    // Children refer to the new table, and references are enforced again.
    expect(() => database.prepare('DELETE FROM run WHERE id = 1').run()).toThrow(/FOREIGN KEY/);
    const parents = database
      .prepare('SELECT DISTINCT "table" FROM pragma_foreign_key_list(\'run_item\') ORDER BY 1')
      .pluck()
      .all();
    expect(parents).toEqual(['pair', 'run']);
    store.close();
  });

  it.each([
    // Of a table with row ids, of one without, and by a reference of three columns.
    ['DELETE FROM sentence_set WHERE id = 4', 'run (id 1)', 'sentence_set'],
    ['DELETE FROM pair WHERE id = 30', 'run_item (run_id 3, pair_id 30)', 'pair'],
    [
      "DELETE FROM run_item WHERE run_id = 1 AND position = 1 AND role = 'set'",
      'head_metric (run_id 1, role set, position 1, layer 0, head 0)',
      'run_item',
    ],
    ['DROP TABLE project', 'run (id 1)', 'project'],
  ])('that leaves a row referring to nothing is refused, and the row named: %s', (sql, row, parent) => {
    copyOf('0001');
    const before = rowsOfShape('0001');
    const bad = { name: '0002_bad', migrate: (to: Database) => void to.exec(sql) };
    const [first] = knownMigrations();
    if (first === undefined) throw new Error('there is a first migration');
    expect(() => openStore(path, [first, bad])).toThrow(
      expect.objectContaining({
        code: 'STORE_INVALID',
        message: `after migration 0002_bad a row of ${row} would refer to a row of ${parent} that is not there`,
      }),
    );
    expect(look(path, (database) => rowsOf(database))).toEqual(before);
    expect(look(path, (database) => database.pragma('user_version', { simple: true }))).toBe(1);
  });
});

describe.each(SHAPES)('a store of shape %s', (shape) => {
  const version = Number(shape);

  it('has rows in every table', () => {
    look(join(FIXTURES, `${shape}.sqlite`), (database) => {
      expect(database.pragma('user_version', { simple: true })).toBe(version);
      for (const table of tablesOf(database))
        expect(database.prepare(`SELECT 1 FROM ${table}`).get(), table).toBeDefined();
    });
  });

  it('is brought to the newest shape with every row of it', () => {
    copyOf(shape);
    const before = rowsOfShape(shape);
    const store = openStore(path);
    expect(store.database.pragma('user_version', { simple: true })).toBe(knownMigrations().length);
    expect(rowsOf(store.database, columnsOfShape(shape))).toEqual(before);
    checkWhole(store.database);
    store.close();
    openReadableStore(path).close();
  });

  it('has what a person sees and goes on with', async () => {
    copyOf(shape);
    const measured = look(path, (database) =>
      database
        .prepare<[], Record<string, number>>(
          `SELECT * FROM head_metric WHERE run_id = 1 AND role = 'set' ORDER BY value_cosine DESC, position, layer, head`,
        )
        .all(),
    );
    const mean = look(path, (database) =>
      database
        .prepare<[], number>(
          `SELECT avg(value_cosine) FROM head_metric WHERE run_id = 1 AND role = 'set' AND layer = 1 AND head = 2`,
        )
        .pluck()
        .get(),
    );
    const engine = await openEngine({ home: join(folder.path, 'home'), storePath: path, shell: 'cli' });
    try {
      await checkAnswers(engine, measured, mean, METRICS_OF_SHAPE[shape]);
      // Its model is somewhere else now.
      store(engine).exec(`UPDATE model SET folder = '${GOLDEN_BERT}'`);
      expect((await runToEnd(engine, 5)).run).toMatchObject({ state: 'done', done: 4 });
      checkMeasuresAsBefore(engine, 5, METRICS_OF_SHAPE[shape]);
      expect((await runToEnd(engine, 3)).run).toMatchObject({ state: 'done', done: 12, failed: 12 });
    } finally {
      await engine.close();
    }
  });
});

describe.each(OLDER_SHAPES)('a store of the older shape %s', (shape) => {
  const version = Number(shape);

  it('stays beside it as it was', () => {
    copyOf(shape);
    expect(() => openReadableStore(path)).toThrow(expect.objectContaining({ code: 'STORE_READONLY' }));
    openStore(path).close();
    const backup = join(folder.path, `study.version-${version}.sqlite`);
    look(backup, (database) => {
      expect(database.pragma('user_version', { simple: true })).toBe(version);
      expect(rowsOf(database)).toEqual(rowsOfShape(shape));
      checkWhole(database);
    });
    // Opened once more, there is nothing to be brought anywhere, and no other copy.
    openStore(path).close();
    expect(readdirSync(folder.path).toSorted()).toEqual(
      [basename(backup), 'study.sqlite', 'study.sqlite.lock'].toSorted(),
    );
  });
});

/** The engine's database, as what it is. */
function store(engine: Engine): Database {
  return engine.store.database;
}

/** A run that goes on measures what it did, over the queries of then, so that its pairs can be compared. */
function checkMeasuresAsBefore(engine: Engine, runId: number, metricsThen = METRIC_NAMES.length) {
  const { metrics, provenance } = engine.runs.get({ id: runId });
  expect(metrics).toHaveLength(metricsThen);
  expect(provenance.queries).toBe('all');
  const page = engine.results.page({
    runId,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'pair', direction: 'asc' },
    offset: 0,
    limit: 10,
  });
  const measured = new Set(page.flatMap((row) => METRIC_NAMES.filter((name) => row.metrics[name] !== null)));
  expect(METRIC_NAMES.filter((name) => measured.has(name) && !metrics.includes(name))).toEqual([]);
  expect(measured.size).toBeGreaterThanOrEqual(9);
}

async function checkAnswers(
  engine: Engine,
  measured: Record<string, number>[],
  mean: number | undefined,
  metricsThen = METRIC_NAMES.length,
) {
  const project = engine.defaultProject();
  // Stored before there was a choice of what they are from.
  expect(engine.workspace.flagThresholds()).toEqual(DEFAULT_FLAG_THRESHOLDS);
  expect(engine.workspace.setFlagThresholds({ ...DEFAULT_FLAG_THRESHOLDS, basis: 'control' }).basis).toBe(
    'control',
  );
  expect(engine.workspace.flagThresholds().basis).toBe('control');
  expect(engine.sets.list({ projectId: project.id }).map(({ name, pairCount }) => [name, pairCount])).toEqual(
    [
      ['Texts', 2],
      ['ids', 8],
      ['control', 4],
      ['long', 24],
    ],
  );
  expect(engine.runs.list({ projectId: project.id }).map(({ id, state }) => [id, state])).toEqual([
    [6, 'cancelled'],
    [5, 'planned'],
    [3, 'cancelled'],
    [2, 'failed'],
    [1, 'done'],
  ]);
  const page = engine.results.page({
    runId: 1,
    filter: { role: 'set', thresholds: [] },
    sort: { by: 'value_cosine', direction: 'desc' },
    offset: 0,
    limit: 100,
  });
  expect(page.map(({ metrics }) => metrics)).toEqual(
    measured.map((row) => Object.fromEntries(METRIC_NAMES.map((name) => [name, row[name] ?? null]))),
  );
  const rows = await engine.aggregates.rows({ runId: 1, group: '', metrics: ['value_cosine'] });
  expect(rows.find(({ layer, head }) => layer === 1 && head === 2)?.mean).toBeCloseTo(mean ?? Number.NaN, 12);
  // What the run did not measure is not undefined: it is not there.
  const all = await engine.aggregates.rows({ runId: 1, group: '' });
  expect(new Set(all.map(({ metric }) => metric)).size).toBe(metricsThen);
}

describe('a copy from before', () => {
  const place = (name: string) => join(folder.path, name);

  it('never takes the place of another, which serves where it is the same', () => {
    writeFileSync(place('study.version-1.sqlite'), 'somebody’s own');
    copyOf('0001');
    openStore(path).close();
    expect(readFileSync(place('study.version-1.sqlite'), 'utf8')).toBe('somebody’s own');
    const copy = readFileSync(place('study.version-1.copy-2.sqlite'));

    // The store as it was is put back, and brought to the newest shape again.
    copyFileSync(place('study.version-1.copy-2.sqlite'), path);
    openStore(path).close();
    expect(readFileSync(place('study.version-1.copy-2.sqlite')).equals(copy)).toBe(true);

    // Put back and written to, it is another.
    copyFileSync(place('study.version-1.copy-2.sqlite'), path);
    look(path, (database) => database.exec("UPDATE project SET description = 'changed'"));
    openStore(path).close();
    expect(readFileSync(place('study.version-1.copy-2.sqlite')).equals(copy)).toBe(true);
    expect(
      look(place('study.version-1.copy-3.sqlite'), (database) =>
        database.prepare('SELECT DISTINCT description FROM project').pluck().all(),
      ),
    ).toEqual(['changed']);
  });

  it.skipIf(process.platform === 'win32')('is for nobody whom the store is not for (by POSIX modes)', () => {
    copyOf('0001');
    chmodSync(path, 0o600);
    openStore(path).close();
    expect(statSync(place('study.version-1.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('is not made of a store that is only just being made', () => {
    openStore(path).close();
    expect(readdirSync(folder.path).toSorted()).toEqual(['study.sqlite', 'study.sqlite.lock']);
  });

  it('that a kill left half done is made anew', () => {
    copyOf('0001');
    // Enough to copy for a thread to see that it has begun.
    look(path, (database) => {
      const insert = database.prepare('INSERT INTO setting (key, value) VALUES (?, ?)');
      for (let index = 0; index < 32; index++) insert.run(`filler ${index}`, 'x'.repeat(1 << 20));
    });
    const lengths = (file: string) =>
      look(file, (database) =>
        database.prepare('SELECT key, length(value) FROM setting ORDER BY key').raw().all(),
      );
    const before = lengths(path);
    const partial = place('study.version-1.sqlite.partial');
    const child = spawnSync(process.execPath, [CHILD, path, 'backup', partial], { encoding: 'utf8' });
    expect(child.signal, child.stderr).toBe('SIGKILL');
    expect(existsSync(place('study.version-1.sqlite'))).toBe(false);
    expect(existsSync(partial)).toBe(true);

    openStore(path).close();
    expect(lengths(place('study.version-1.sqlite'))).toEqual(before);
    look(place('study.version-1.sqlite'), checkWhole);
    expect(readdirSync(folder.path).toSorted()).toEqual(storeAndCopy(1));
  });
});

describe.each(OLDER_SHAPES)('a kill', (shape) => {
  const version = Number(shape);

  it(`at any moment of a migration of shape ${shape} leaves a store that opens, with every row`, () => {
    copyOf(shape);
    const columns = columnsOfShape(shape);
    const before = rowsOfShape(shape);
    const versionOf = (database: Database) => database.pragma('user_version', { simple: true });
    for (const moment of MOMENTS) {
      const child = spawnSync(process.execPath, [CHILD, path, moment], { encoding: 'utf8' });
      expect(child.signal, `${moment} ${child.stderr}`).toBe('SIGKILL');
      look(path, (database) => {
        checkWhole(database);
        expect(rowsOf(database), moment).toEqual(before);
        expect(versionOf(database), moment).toBe(version);
      });
    }
    // Killed when all is done, before it was closed.
    const child = spawnSync(process.execPath, [CHILD, path, 'opened'], { encoding: 'utf8' });
    expect(child.signal, child.stderr).toBe('SIGKILL');
    look(path, (database) => {
      checkWhole(database);
      expect(withoutLabels(rowsOf(database, columns))).toEqual(withoutLabels(before));
      expect(versionOf(database)).toBe(knownMigrations().length + 2);
    });

    openStore(path, withLaterOnes()).close();
    // However often it was begun anew, one copy.
    expect(readdirSync(folder.path).toSorted()).toEqual(storeAndCopy(version));
    look(join(folder.path, `study.version-${version}.sqlite`), (database) => {
      checkWhole(database);
      expect(rowsOf(database)).toEqual(before);
    });
  });
});

describe('a full disk', () => {
  const disk = () => join(folder.path, 'disk');
  const remount = (size: number) =>
    expect(spawnSync('mount', ['-o', `remount,size=${size}k`, disk()]).status).toBe(0);
  const mounted = () => {
    mkdirSync(disk());
    return (
      process.getuid?.() === 0 &&
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', disk()]).status === 0
    );
  };

  it('stops a migration, wherever that is, and loses nothing', (context) => {
    if (!mounted()) return context.skip('a small disk cannot be mounted here (it takes root)');
    try {
      const columns = columnsOfShape('0001');
      const before = rowsOfShape('0001');
      path = join(disk(), 'study.sqlite');
      const files = () => readdirSync(disk()).filter((name) => name.startsWith('study.version'));
      const stopped = new Set<string>();
      let done = false;
      // From the size of the store on, until there is room for the migration and the copy from before it.
      for (let size = 320; !done; size += 40) {
        expect(size).toBeLessThan(5000);
        copyOf('0001');
        remount(size);
        try {
          openStore(path).close();
          done = true;
        } catch (error) {
          expect(error).toMatchObject({ code: 'DISK_FULL' });
          stopped.add(String(error).includes('version-1') ? 'copying' : 'migrating');
          expect(files()).toEqual([]);
          remount(100_000);
          look(path, (database) => {
            checkWhole(database);
            expect(rowsOf(database)).toEqual(before);
          });
          openStore(path).close();
        }
        look(path, (database) => expect(rowsOf(database, columns)).toEqual(before));
        expect(files()).toEqual(['study.version-1.sqlite']);
        remount(100_000);
        for (const name of readdirSync(disk())) spawnSync('rm', [join(disk(), name)]);
      }
      expect([...stopped].toSorted()).toEqual(['copying', 'migrating']);
    } finally {
      spawnSync('umount', [disk()]);
    }
  });
});

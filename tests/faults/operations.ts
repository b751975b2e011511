/**
 * What Pairlens does that takes time and writes: each operation can be prepared, performed (in a process that is killed,
 * or on a disk that is full), performed again, and looked at in the end.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import SqliteDatabase from 'better-sqlite3';
import { backUpWorkspace } from '../../src/main/engine/backup.ts';
import { exportRun } from '../../src/main/engine/exports/export-run.ts';
import { type Engine, openEngine } from '../../src/main/engine/engine.ts';
import { runWithInterventions } from '../../src/main/engine/interventions/run.ts';
import { ModelLibrary } from '../../src/main/engine/models/library.ts';
import { resourcesDir } from '../../src/main/engine/paths.ts';
import { type ErrorCode, isErrorCode, PairlensError } from '../../src/shared/errors.ts';
import { resultFilter } from '../../src/shared/entities.ts';
import { isActive } from '../../src/shared/jobs.ts';
import { ShardedRun, SHARDS } from '../integration/sharded-run.ts';
import {
  GOLDEN_BERT,
  importPairs,
  openWorkspace,
  planRun,
  randomPairs,
  runToEnd,
  withNeutrals,
} from '../integration/workspace.ts';

export interface Operation {
  /** Brings a workspace below `home` to where the operation can begin. */
  readonly prepare: (home: string) => Promise<void>;
  /** @param begun called when what can be interrupted begins */
  readonly perform: (home: string, begun: () => void) => Promise<void>;
  /** What is there when it is done: the same whatever came in between. */
  readonly outcome: (home: string) => Promise<unknown>;
  /** Throws where something half done passes for whole. Asked of what a process left behind. */
  readonly checkLeftBehind?: (home: string, outcome: unknown) => Promise<void>;
}

const STORED_SHAPE = join(import.meta.dirname, '../fixtures/stores/0001.sqlite');
const PAIRS = withNeutrals(randomPairs(120, 5));
const MANY_PAIRS = randomPairs(4_000, 6);

export const storeOf = (home: string) => join(home, 'workspaces', 'default.sqlite');
const exportOf = (home: string) => join(home, '..', 'exported');

async function within<Result>(home: string, use: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await openWorkspace(home);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

function codeOf({ code }: { readonly code: string }): ErrorCode {
  return isErrorCode(code) ? code : 'INTERNAL';
}

async function plan(engine: Engine): Promise<void> {
  await planRun(engine, await importPairs(engine, 'set', PAIRS), { keep: 'all' });
}

async function finish(engine: Engine, runId: number): Promise<void> {
  const { events, run: ended } = await runToEnd(engine, runId);
  const { error } = events.at(-1) ?? {};
  if (error) throw new PairlensError(codeOf(error), error.message);
  if (ended.failed > 0) throw new PairlensError('INFERENCE_FAILED', `${ended.failed} pairs failed`);
}

async function addFolder(engine: Engine, folder: string): Promise<void> {
  const events = engine.jobs.listen();
  const { jobId } = await engine.models.add({ from: 'folder', folder, name: 'golden' });
  for await (const job of events) {
    if (job.jobId !== jobId || isActive(job)) continue;
    if (job.error) throw new PairlensError(codeOf(job.error), job.error.message);
    break;
  }
}

/** The rows of a table, but for when they were written. */
function rowsOf(home: string, ...tables: readonly string[]): Record<string, unknown[]> {
  return rowsOfStore(storeOf(home), tables);
}

function rowsOfStore(path: string, tables: readonly string[]): Record<string, unknown[]> {
  const database = new SqliteDatabase(path, { readonly: true });
  try {
    const isTime = (column: string) => column.endsWith('_at') || column === 'seconds';
    return Object.fromEntries(
      tables.map((table) => {
        const columns = database
          .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
          .pluck()
          .all(table)
          .filter((column) => !isTime(column));
        const quoted = columns.map((column) => `"${column}"`).join(', ');
        return [table, database.prepare(`SELECT ${quoted} FROM "${table}" ORDER BY ${quoted}`).all()];
      }),
    );
  } finally {
    database.close();
  }
}

/** Every file below a folder with the hash of its bytes. */
function filesOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((path) => [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

const run: Operation = {
  prepare: (home) => within(home, plan),
  perform: (home, begun) =>
    within(home, async (engine) => {
      begun();
      // It may have been killed just after its end.
      if (engine.runs.get({ id: 1 }).state === 'done') return;
      await finish(engine, 1);
    }),
  async outcome(home) {
    return Promise.resolve(rowsOf(home, 'head_metric', 'run_item', 'tensor', 'pair'));
  },
  async checkLeftBehind(home) {
    const { head_metric: metrics = [], run_item: items = [] } = rowsOf(home, 'head_metric', 'run_item');
    const done = items.filter((item) => (item as { state: string }).state === 'done').length;
    if (metrics.length !== done * 8) throw new Error(`${done} items are done, with ${metrics.length} rows`);
    return Promise.resolve();
  },
};

const importing: Operation = {
  prepare: (home) => within(home, async () => Promise.resolve()),
  perform: (home, begun) =>
    within(home, async (engine) => {
      begun();
      // It may have been killed just after its end.
      if (engine.sets.list({ projectId: engine.defaultProject().id }).length > 0) return;
      await importPairs(engine, 'many', MANY_PAIRS);
    }),
  outcome: (home) =>
    within(home, async (engine) => {
      const [set] = engine.sets.list({ projectId: engine.defaultProject().id });
      if (set === undefined) return null;
      const { pairs, total } = await engine.sets.pairs({ setId: set.id, search: '', offset: 0, limit: 1000 });
      const { name, pairCount } = set;
      return { name, pairCount, total, pairs: pairs.map((pair) => pair.originalIds) };
    }),
  async checkLeftBehind(home, outcome) {
    const found = await importing.outcome(home);
    if (found !== null && !isDeepStrictEqual(found, outcome))
      throw new Error('half of a set passes for a set');
  },
};

const exporting: Operation = {
  prepare: (home) =>
    within(home, async (engine) => {
      await plan(engine);
      await runToEnd(engine, 1);
      // What an export asks of the statistics, so that these are not what is interrupted.
      await engine.aggregates.rows({ runId: 1, group: '' });
    }),
  perform: (home, begun) =>
    within(home, async (engine) => {
      begun();
      await exportRun(engine, 1, exportOf(home));
    }),
  async outcome(home) {
    // Of the record, what it says is complete; the times of two runs differ.
    const files = Object.entries(filesOf(exportOf(home))).filter(([path]) => path !== 'run.json');
    return Promise.resolve({ files, complete: isComplete(home) });
  },
  async checkLeftBehind(home, outcome) {
    if (isComplete(home) && !isDeepStrictEqual(await exporting.outcome(home), outcome))
      throw new Error('half of an export passes for a whole one');
  },
};

function isComplete(home: string): boolean {
  const path = join(exportOf(home), 'run.json');
  return existsSync(path) && (JSON.parse(readFileSync(path, 'utf8')) as { complete: boolean }).complete;
}

const statistics: Operation = {
  prepare: (home) =>
    within(home, async (engine) => {
      await plan(engine);
      await runToEnd(engine, 1);
    }),
  perform: (home, begun) =>
    within(home, async (engine) => {
      begun();
      await engine.aggregates.rows({ runId: 1, group: '' });
    }),
  outcome: (home) => within(home, (engine) => engine.aggregates.rows({ runId: 1, group: '' })),
};

const adding: Operation = {
  prepare: (home) => within(home, async () => Promise.resolve()),
  perform: (home, begun) =>
    within(home, async (engine) => {
      const isThere = (await engine.models.list()).some(({ name }) => name === 'golden');
      begun();
      if (isThere) return;
      await addFolder(engine, GOLDEN_BERT);
    }),
  outcome: (home) =>
    within(home, async (engine) => {
      const names = (await engine.models.list()).map(({ name, weightsHash }) => [name, weightsHash]);
      // Of the entry, when the model was added.
      const compiled = Object.entries(filesOf(join(home, 'models'))).filter(
        ([path]) => !path.startsWith('added'),
      );
      return { names, compiled };
    }),
  async checkLeftBehind(home, outcome) {
    const { names } = (await adding.outcome(home)) as { names: unknown };
    const whole = (outcome as { names: unknown[] }).names;
    const isWhole = JSON.stringify(names) === JSON.stringify(whole);
    if (!isWhole && JSON.stringify(names).includes('golden'))
      throw new Error('half of a model passes for one');
  },
};

const migration: Operation = {
  async prepare(home) {
    mkdirSync(join(home, 'workspaces'), { recursive: true });
    copyFileSync(STORED_SHAPE, storeOf(home));
    return Promise.resolve();
  },
  async perform(home, begun) {
    begun();
    await (await openEngine({ home, shell: 'cli' })).close();
  },
  outcome: async (home) => {
    await (await openEngine({ home, shell: 'cli' })).close();
    return rowsOf(home, 'project', 'pair', 'run', 'run_item', 'head_metric', 'tensor');
  },
};

const backupOf = (home: string) => join(home, '..', 'backup.sqlite');

const backup: Operation = {
  prepare: (home) => exporting.prepare(home),
  async perform(home, begun) {
    begun();
    if (!existsSync(backupOf(home))) await backUpWorkspace(storeOf(home), backupOf(home));
  },
  outcome: (home) =>
    Promise.resolve(rowsOfStore(backupOf(home), ['pair', 'run', 'run_item', 'head_metric', 'tensor'])),
  async checkLeftBehind(home, outcome) {
    if (existsSync(backupOf(home)) && !isDeepStrictEqual(await backup.outcome(home), outcome))
      throw new Error('half of a backup passes for a whole one');
  },
};

const partsOf = (home: string) => join(home, 'parts');

/** Parts of a run, merged where they lie. */
const merge: Operation = {
  async prepare(home) {
    const sharded = new ShardedRun(home, home);
    for (let number = 1; number <= SHARDS; number++) await sharded.shard(number, { to: partsOf(home) });
    await within(home, async () => Promise.resolve());
  },
  perform: (home, begun) =>
    within(home, async (engine) => {
      begun();
      const { id: projectId } = engine.defaultProject();
      // It may have been killed just after its end.
      if (engine.runs.list({ projectId }).length > 0) return;
      await engine.shards.merge({ folder: partsOf(home), projectId, results: 'folder' });
    }),
  outcome: (home) =>
    within(home, async (engine) => {
      const { id: projectId } = engine.defaultProject();
      const sets = engine.sets.list({ projectId }).map(({ name, pairCount }) => [name, pairCount]);
      const [run] = engine.runs.list({ projectId });
      if (run === undefined) return { sets, run: null };
      const { id, state, total, done, failed } = run;
      const { files, rows, problem } = (await engine.runFolders.state({ id })) ?? {};
      const found = await engine.readings.quick.resultsCount({
        runId: id,
        filter: resultFilter.parse({
          thresholds: [{ metric: 'value_cosine', comparison: '<', value: 0.5 }],
        }),
      });
      return { sets, run: { state, total, done, failed, files, rows, problem, found } };
    }),
  async checkLeftBehind(home, outcome) {
    const found = (await merge.outcome(home)) as { run: unknown };
    if (found.run !== null && !isDeepStrictEqual(found, outcome))
      throw new Error('half of a merged run passes for one');
  },
};

/** Where the checkpoint is that {@link measure} adds. */
export const checkpointOf = (home: string) => join(home, '..', 'checkpoint');
const intervenedOf = (home: string) => join(home, '..', 'intervened.json');

/** A run of a model that was added, what it keeps, and what the model computes when a head is taken from it. */
const measure: Operation = {
  async prepare(home) {
    cpSync(GOLDEN_BERT, checkpointOf(home), { recursive: true });
    await within(home, async (engine) => {
      await addFolder(engine, checkpointOf(home));
      await importPairs(engine, 'set', PAIRS);
    });
    // So that all there can be of a compiled model is there.
    await takeAHead(home);
  },
  perform: async (home, begun) => {
    await within(home, async (engine) => {
      begun();
      const { id } = await planRun(engine, 1, { keep: 'all' }, null, 'golden');
      await finish(engine, id);
    });
    await takeAHead(home);
  },
  outcome: (home) =>
    Promise.resolve({
      ...rowsOf(home, 'head_metric', 'tensor'),
      intervened: readFileSync(intervenedOf(home), 'utf8'),
    }),
};

async function takeAHead(home: string): Promise<void> {
  const model = await new ModelLibrary({ home, resources: resourcesDir() }).open('golden');
  try {
    const batch = { inputIds: [[1, 2, 3, 4]], attentionMask: [[1, 1, 1, 1]] };
    const hook = 'blocks.1.hook_resid_post';
    const zero = { hook: 'blocks.0.attn.hook_z', head: 1, value: { kind: 'zero' } } as const;
    const found = await runWithInterventions(model, batch, [zero], [hook]);
    writeFileSync(intervenedOf(home), JSON.stringify([...(found.get(hook)?.data ?? [])]));
  } finally {
    await model.close();
  }
}

/** What writes, and may be interrupted at any moment. */
export const OPERATIONS = {
  run,
  import: importing,
  export: exporting,
  statistics,
  add: adding,
  migration,
  backup,
  merge,
};

export function operation(name: string): Operation {
  const all: Readonly<Record<string, Operation>> = { ...OPERATIONS, measure };
  const found = all[name];
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
}

/** Runs that leave a workspace as a file, and come into another: the procedures of `contract.bundles`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isActionable, PairlensError } from '../../../shared/errors.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import { soundnessWords } from '../../../shared/run-soundness.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Uploads } from '../imports/uploads.ts';
import { asJob } from '../exports/streamed-job.ts';
import { hasHashesOf } from '../figures/figure-record.ts';
import { provenanceOf } from '../runs/provenance.ts';
import { inspectRun } from '../runs/inspect-run.ts';
import type { RunService } from '../runs/service.ts';
import { expectInStore } from '../run-folders/expect-in-store.ts';
import { openStore, type Store } from '../store/database.ts';
import { prepared, type ReadableDatabase } from '../store/handles.ts';
import { getProject } from '../store/projects.ts';
import { getRun } from '../store/runs.ts';
import { inTurns } from '../threads/turns.ts';
import { type BundleManifest, MANIFEST_FILE } from './manifest.ts';
import { readNotes } from './notes.ts';
import { begin, READING, UNIT } from './progress.ts';
import { readBundle, refused } from './read-bundle.ts';
import { BUNDLE_TABLES } from './rows-of-run.ts';
import { takeIn, type TakenIn } from './take-in.ts';
import { checkReferences, checkTensors } from './whole-bundle.ts';
import { type BundleRequest, bundleOf } from './write-bundle.ts';

export interface BundleServices {
  readonly jobs: Pick<Jobs, 'run' | 'start'>;
  readonly runs: Pick<RunService, 'get' | 'expectSound'>;
  /** Files that pages send. */
  readonly uploads: Pick<Uploads, 'take'>;
}

export class BundleService {
  readonly #store: Store;
  readonly #services: BundleServices;

  constructor(store: Store, services: BundleServices) {
    this.#store = store;
    this.#services = services;
  }

  /**
   * The bytes of a bundle, as a job that ends when the last of them has been taken.
   * @throws PairlensError NOT_FOUND; RUN_STATE for a run that is still going on; STORE_DAMAGED; CANCELLED
   */
  async *write(request: BundleRequest): AsyncGenerator<Uint8Array, void> {
    const { jobs, runs } = this.#services;
    const { runId } = request;
    this.#expectEnded(runId);
    expectInStore(this.#store.database, runId, 'What is bundled is');
    await runs.expectSound({ id: runId });
    const folder = await this.#folder();
    try {
      const plan = { title: `Bundle of run ${runId}`, runId, unit: UNIT };
      yield* asJob(jobs, plan, (report, signal) => {
        // It may have been started meanwhile.
        this.#expectEnded(runId);
        return bundleOf(this.#store.path, folder, request, { report, signal });
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** @throws PairlensError RUN_STATE */
  #expectEnded(runId: number): void {
    const { state } = this.#services.runs.get({ id: runId });
    if (state === 'running' || state === 'planned')
      throw new PairlensError(
        'RUN_STATE',
        `run ${runId} is ${stateInSentence(state)}: bundle it when it has ended`,
        { runId },
      );
  }

  /**
   * Takes the run of a bundle into a project, under numbers of its own; sets whose names are taken get others.
   * @param asked gives it up where it aborts: nobody waits for it any more
   * @returns the number of the run here, and how many notes of heads were left out because there are others here
   * @throws PairlensError BUNDLE_INVALID for what is not the bundle that was written, before anything is imported; NOT_FOUND,
   *   STORE_READONLY, DISK_FULL, CANCELLED
   */
  async read(
    {
      path,
      projectId,
      name = basename(path),
    }: {
      readonly path: string;
      readonly projectId: number;
      readonly name?: string | undefined;
    },
    asked?: AbortSignal,
  ): Promise<TakenIn> {
    getProject(this.#store.database, projectId);
    return this.#services.jobs.run(
      { kind: 'import', title: `Import of ${name}`, subject: { projectId }, unit: UNIT },
      async (signal, report) => {
        const folder = await this.#folder();
        try {
          const bundle = await readBundle(resolve(path), folder, name, begin(report, READING.unpack));
          const from = openWorkspace(bundle.path, name);
          try {
            const { tensors } = bundle.manifest;
            begin(report, READING.inspect)(0);
            const there = await soundRun(from.database, bundle.manifest, name, signal);
            const notes = readNotes(from.database, bundle.manifest, { runId: there, name });
            const of = { runId: there, projectId, tensors, notes, name };
            const steps = takeIn(from.database, this.#store, of);
            try {
              return await inTurns(told(steps, begin(report, READING.store)), signal);
            } finally {
              // It holds a statement of the bundle's workspace open until it ends, and takes back what it has stored.
              if (steps.return(NOTHING).done !== true) await inTurns(steps);
            }
          } finally {
            from.close();
          }
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
      asked,
    );
  }

  /** An empty one, on the disk of the workspace, which has room for runs; the system's own where nothing may be written there. */
  #folder(): Promise<string> {
    const { canWrite, path } = this.#store;
    return mkdtemp(canWrite ? join(dirname(path), '.pairlens-bundle-') : join(tmpdir(), 'pairlens-bundle-'));
  }

  /** The same of a file that a page has sent, or that lies on this machine. @throws PairlensError as {@link read} */
  async readFile(
    {
      file,
      projectId,
    }: {
      readonly file: { readonly uploadId: string } | { readonly path: string };
      readonly projectId: number;
    },
    asked?: AbortSignal,
  ): Promise<TakenIn> {
    if ('path' in file) return this.read({ path: file.path, projectId }, asked);
    const { path, fileName, done } = this.#services.uploads.take(file.uploadId);
    try {
      return await this.read({ path, projectId, name: fileName }, asked);
    } finally {
      done();
    }
  }
}

const NOTHING: TakenIn = { runId: 0, notesLeftOut: 0 };

function* told(
  steps: Generator<number, TakenIn, void>,
  tell: (share: number) => void,
): Generator<void, TakenIn, void> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    tell(step.value);
    yield;
  }
}

/** Of any version up to ours. */
function openWorkspace(path: string, name: string) {
  try {
    const store = openStore(path);
    try {
      checkTables(store.database, name);
      return store;
    } catch (error) {
      store.close();
      throw error;
    }
  } catch (error) {
    if (isActionable(error) && error.code === 'STORE_NEWER')
      throw refused(name, 'it was written by a newer Pairlens, which knows more of a run than this one');
    if (isActionable(error) && error.code === 'STORE_INVALID')
      throw refused(name, `what it holds is no workspace (${error.message})`);
    throw error;
  }
}

/** Rows are copied by the names of their columns: a table that is none of ours, or has others, is not read. */
function checkTables(database: ReadableDatabase, name: string): void {
  const schema = prepared<{ name: string; type: string }>(
    database,
    "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view', 'trigger')",
  ).all();
  const tables = new Set(schema.filter(({ type }) => type === 'table').map((entry) => entry.name));
  const columns = prepared<{ name: string }>(
    database,
    'SELECT column.name FROM sqlite_schema AS entry, pragma_table_info(entry.name) AS column',
  ).all();
  if (
    schema.some(({ type }) => type !== 'table') ||
    !BUNDLE_TABLES.every((table) => tables.has(table)) ||
    !columns.every((column) => /^\w+$/.test(column.name))
  )
    throw refused(name, 'its workspace has other tables than Pairlens makes');
}

/** The one run of a bundle, as it was measured. */
async function soundRun(
  database: ReadableDatabase,
  manifest: BundleManifest,
  name: string,
  signal: AbortSignal,
): Promise<number> {
  const [run, ...others] = prepared<{ id: number }>(
    database,
    'SELECT id FROM run WHERE removed_at IS NULL',
  ).all();
  if (run === undefined || others.length > 0) throw refused(name, 'it has not one run');
  if (!hasHashesOf(manifest.run, provenanceOf(getRun(database, run.id))))
    throw refused(name, `it does not hold the run that its ${MANIFEST_FILE} tells of`);
  await inTurns(checkReferences(database, run.id, name), signal);
  const found = await inTurns(inspectRun(database, run.id), signal);
  if (!found.setIsSame || found.controlSetIsSame === false || found.damaged.length > 0)
    throw refused(name, soundnessWords(run.id, found).join(' '));
  await inTurns(checkTensors(database, run.id, name), signal);
  return run.id;
}

/** Runs that are computed in parts, each by a process of its own, and put together: docs/scale.md. */
import { resolve } from 'node:path';
import { pairNumber } from '../../../core/figures/figure.ts';
import type { Run } from '../../../shared/entities.ts';
import type { PairlensError } from '../../../shared/errors.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import { type Jobs, MODEL_LANE } from '../jobs/jobs.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { toGoOn } from '../devices/device-to-use.ts';
import { parquetNames } from '../run-folders/folder-files.ts';
import { executeRun } from '../runs/execute-run.ts';
import { useModelOfRun } from '../runs/model-of-run.ts';
import type { RunService } from '../runs/service.ts';
import { noteCompiledWeights } from '../store/compiled-weights.ts';
import type { Store } from '../store/database.ts';
import { getProject } from '../store/projects.ts';
import { beginOn } from '../store/ran-on.ts';
import { now } from '../store/rows.ts';
import { countItems } from '../store/item-counts.ts';
import { listItemErrors } from '../store/run-items.ts';
import { type CheckedParts, checkParts } from './check-parts.ts';
import { pairsOfShard, type ShardNumber, shareOf } from './division.ts';
import { expectLasting } from './expect-lasting.ts';
import { preparePartFolder, wholePart } from './part-folder.ts';
import { type MergedResults, ROWS_INTO_STORE } from './merged-results.ts';
import { rowsFile } from './part-files.ts';
import { type PartRecord, RUN_PARTS } from './part-record.ts';
import { planOfRun } from './plan-of-run.ts';
import { processorsOf } from './same-plan.ts';
import { takeInParts } from './take-in-parts.ts';
import { writePart } from './write-part.ts';

export interface ShardServices {
  readonly jobs: Pick<Jobs, 'run'>;
  readonly runs: Pick<RunService, 'get'>;
  readonly models: OpenModels;
}

export interface ShardRequest extends ShardNumber {
  /** A run that has been planned, of all pairs, in the workspace of this shard alone. */
  readonly runId: number;
  /** Where the part is written. */
  readonly folder: string;
  /** The part is written even where the model failed on comparisons in a way that need not happen again. */
  readonly keepFailures?: boolean | undefined;
}

export interface MergeRequest {
  /** With all parts of a run. */
  readonly folder: string;
  readonly projectId: number;
  /** What the set is to be called here; its own name, or that of the same set which is here, unless told. */
  readonly name?: string | undefined;
  /** `auto` unless told. */
  readonly results?: MergedResults | undefined;
}

export interface MergeOutcome {
  /** The number of the run here. */
  readonly runId: number;
  /** Of all roles. */
  readonly rows: number;
  /** Those that computed the parts, each once. */
  readonly processors: readonly string[];
  /** What of the folder is the run's now, and which other Parquet files there are not; null where all came into the workspace. */
  readonly left: {
    readonly folder: string;
    readonly files: readonly string[];
    readonly others: readonly string[];
  } | null;
}

export interface ShardOutcome {
  readonly record: PartRecord;
  /** It was there already, whole and of the same run: nothing was computed. */
  readonly wasThere: boolean;
}

export class ShardService {
  readonly #store: Store;
  readonly #services: ShardServices;

  constructor(store: Store, services: ShardServices) {
    this.#store = store;
    this.#services = services;
  }

  /**
   * Computes the shard's part of a run and writes its files; where they are there already, whole, nothing is computed.
   * @throws PairlensError PARTS_INVALID where the folder has parts of another run; FILE_UNWRITABLE, DISK_FULL, CANCELLED, and
   *   what opening and running the model throws; INFERENCE_FAILED
   *   where it failed on comparisons in a way that need not happen again: no part is written then, unless `keepFailures`
   */
  async compute(request: ShardRequest): Promise<ShardOutcome> {
    const { runId, shard, of, folder } = request;
    await preparePartFolder(folder, { shard, of });
    const run = this.#services.runs.get({ id: runId });
    const plan = {
      kind: 'run',
      title: `Shard ${shard} of ${of}`,
      subject: { runId },
      unit: 'pairs',
      lane: MODEL_LANE,
    } as const;
    return this.#services.jobs.run(plan, async (signal, report) => {
      report.activity('Opening the model');
      return useModelOfRun(
        this.#services.models,
        this.#store.database,
        run,
        (model) => this.#computeWith(model, run, request, { signal, report }),
        (activity) => report.activity(activity),
        toGoOn(run.provenance, null, `shard ${shard} of ${of}`),
        signal,
      );
    });
  }

  /**
   * Puts the parts of a run together: they are checked, and then come into a project as one run.
   * @throws PairlensError PARTS_INVALID before anything is seen; NOT_FOUND, STORE_READONLY, DISK_FULL, CANCELLED
   */
  async merge({ folder, results = 'auto', ...into }: MergeRequest): Promise<MergeOutcome> {
    const { projectId } = into;
    getProject(this.#store.database, projectId);
    const plan = {
      kind: 'import',
      title: `Parts in ${folder}`,
      subject: { projectId },
      unit: 'parts',
    } as const;
    return this.#services.jobs.run(plan, async (signal, report) => {
      report.activity('Comparing hashes');
      const parts = await checkParts(resolve(folder), { signal, report });
      const where = results === 'auto' ? placeFor(parts.rows) : results;
      const runId = await takeInParts(this.#store, parts, { ...into, results: where, signal, report });
      const processors = processorsOf(parts.records);
      const left = where === 'store' ? null : await leftIn(parts);
      return { runId, rows: parts.rows, processors, left };
    });
  }

  async #computeWith(
    model: LoadedModel,
    run: Run,
    { shard, of, folder, keepFailures = false }: ShardRequest,
    { signal, report }: { readonly signal: AbortSignal; readonly report: JobReport },
  ): Promise<ShardOutcome> {
    const number = { shard, of };
    const { database } = this.#store;
    const plan = planOfRun(database, run, model.compiledHash);
    const whole = () => wholePart(folder, number, plan, RUN_PARTS, keepFailures);
    const there = await whole();
    if (there !== null) return { record: there, wasThere: true };

    const startedAt = now();
    this.#store.write((writable) => {
      beginOn(writable, 'run', run.id, model.ranOn);
      noteCompiledWeights(writable, 'run', run.id, model.compiledHash);
    });
    report.activity('Running pairs');
    const expected = pairsOfShard(number, run.total);
    const onBatch = () => {
      const { done, failed } = countItems(database, run.id);
      report.progress({ done, failed, total: Math.max(expected, done + failed) });
    };
    const share = shareOf(number, run.total);
    const apart: PairlensError[] = [];
    const onApart = (failure: PairlensError) => apart.push(failure);
    await executeRun({ store: this.#store, run, model, signal, onBatch, onApart, share });
    signal.throwIfAborted();
    const failed = listItemErrors(database, run.id).map(({ role, position, ...failure }) => ({
      ...failure,
      on: `pair ${pairNumber(position)} of the ${role}`,
    }));
    if (!keepFailures) expectLasting({ failed, apart, what: 'comparisons' }, number);
    report.activity('Writing the part');
    const modelFolder = model.folder;
    const { ranOn } = this.#services.runs.get({ id: run.id }).provenance;
    const about = { modelFolder, ranOn, startedAt, finishedAt: now(), takenApart: apart.length };
    const part = { database, run, plan, number, ...about };
    return { record: await writePart(folder, part, whole), wasThere: false };
  }
}

function placeFor(rows: number): 'store' | 'folder' {
  return rows > ROWS_INTO_STORE ? 'folder' : 'store';
}

async function leftIn({ folder, records }: CheckedParts): Promise<MergeOutcome['left']> {
  const files = records.map(rowsFile);
  const others = (await parquetNames(folder)).filter((name) => !files.includes(name));
  return { folder, files, others };
}

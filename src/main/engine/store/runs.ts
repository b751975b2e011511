/** The table `run`: what was asked for, with which model, and how far it came. */
import { z } from 'zod';
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import type { Provenance, Run, RunState } from '../../../shared/entities.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { LASTING_CODES } from './lasting-failures.ts';
import { expectChange, found, fromJson, newId, now, UNSEEN } from './rows.ts';
import { ranOnOf } from './ran-on.ts';
import { expectSoundRow, hashRow } from './row-hashes.ts';
import { countPairs } from './item-counts.ts';
import { beginWork, endWork, workedElsewhere } from './time-at-work.ts';

interface RunRow {
  id: number;
  projectId: number;
  setId: number;
  setName: string;
  controlSetId: number | null;
  controlSetName: string | null;
  modelId: number;
  modelName: string;
  layers: number;
  heads: number;
  architecture: string;
  state: RunState;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  secondsAtWork: number | null;
  error: string | null;
  canResume: number;
  folder: string | null;
  alignment: Provenance['alignment'];
  keep: Provenance['keep'];
  queries: Provenance['queries'];
  /** JSON array of names */
  metrics: string;
  seed: number;
  /** JSON */
  comparison: string;
  setHash: string;
  controlSetHash: string | null;
  weightsHash: string;
  compiledWeights: string | null;
  device: Provenance['device'];
  /** JSON */
  ranOn: string | null;
  tokenizerHash: string;
  pairlensVersion: string;
  ortVersion: string;
}

const SELECT = `
  SELECT run.id, run.project_id AS projectId,
    run.set_id AS setId, chosen.name AS setName,
    run.control_set_id AS controlSetId, control.name AS controlSetName,
    run.model_id AS modelId, model.name AS modelName, model.layers, model.heads, model.architecture,
    run.state,
    run.created_at AS createdAt, run.started_at AS startedAt, run.finished_at AS finishedAt,
    run.seconds_at_work AS secondsAtWork, run.error,
    (SELECT folder FROM run_folder WHERE run_id = run.id) AS folder,
    CASE WHEN EXISTS (SELECT 1 FROM run_folder WHERE run_id = run.id) THEN 0 ELSE CASE run.state WHEN 'done' THEN 0 WHEN 'failed' THEN EXISTS (
      SELECT 1 FROM run_item AS item WHERE item.run_id = run.id AND item.role IN ('set', 'control', 'neutral')
        AND item.state = 'planned'
    ) OR EXISTS (
      SELECT 1 FROM run_item AS item WHERE item.run_id = run.id AND item.role IN ('set', 'control', 'neutral')
        AND item.state = 'failed' AND item.error_code NOT IN ${LASTING_CODES}
    ) ELSE 1 END END AS canResume,
    run.alignment, run.keep, run.queries, run.metrics, run.seed, run.comparison,
    run.set_hash AS setHash, run.control_set_hash AS controlSetHash,
    run.weights_hash AS weightsHash, run.compiled_weights AS compiledWeights, run.device, run.ran_on AS ranOn, run.tokenizer_hash AS tokenizerHash,
    run.pairlens_version AS pairlensVersion, run.ort_version AS ortVersion
  FROM run
  JOIN sentence_set AS chosen ON chosen.id = run.set_id
  LEFT JOIN sentence_set AS control ON control.id = run.control_set_id
  JOIN model ON model.id = run.model_id`;

function toRun(database: ReadableDatabase, row: RunRow): Run {
  const { id, projectId, state, createdAt, startedAt, finishedAt, secondsAtWork, error } = row;
  const { weightsHash, tokenizerHash, setHash, controlSetHash, alignment, keep, queries, seed } = row;
  return {
    id,
    projectId,
    set: { id: row.setId, name: row.setName },
    controlSet:
      row.controlSetId === null || row.controlSetName === null
        ? null
        : { id: row.controlSetId, name: row.controlSetName },
    model: {
      id: row.modelId,
      name: row.modelName,
      layers: row.layers,
      heads: row.heads,
      architecture: row.architecture,
    },
    state,
    ...countPairs(database, id),
    createdAt,
    startedAt,
    finishedAt,
    secondsAtWork,
    error,
    folder: row.folder,
    canResume: row.canResume === 1,
    metrics: namesOf(row.metrics),
    provenance: {
      weightsHash,
      compiledWeights: row.compiledWeights,
      device: row.device,
      ranOn: ranOnOf(row.ranOn, 'run', row.id),
      tokenizerHash,
      setHash,
      controlSetHash,
      alignment,
      keep,
      queries,
      seed,
      comparison: fromJson(comparisonChoice, row.comparison, `the comparison of run ${id}`),
      pairlensVersion: row.pairlensVersion,
      ortVersion: row.ortVersion,
    },
  };
}

const metricNames = z.array(z.string());

function namesOf(json: string): Run['metrics'] {
  const names = fromJson(metricNames, json, 'the list of a run’s metrics');
  return METRIC_NAMES.filter((name) => names.includes(name));
}

/** The newest first. */
export function listRuns(database: ReadableDatabase, projectId: number): Run[] {
  return prepared<RunRow>(
    database,
    `${SELECT} WHERE run.project_id = ? AND run.removed_at IS NULL ORDER BY run.id DESC`,
  )
    .all(projectId)
    .map((row) => toRun(database, row));
}

export function getRun(database: ReadableDatabase, id: number): Run {
  const row = prepared<RunRow>(database, `${SELECT} WHERE run.id = ? AND run.removed_at IS NULL`).get(id);
  expectSoundRow(database, 'run', id);
  if (row !== undefined) expectSoundRow(database, 'model', row.modelId);
  return toRun(database, found(row, 'run', id));
}

/** The folder of the checkpoint that the run is of. */
export function modelFolderOfRun(database: ReadableDatabase, id: number): string {
  const row = prepared<{ folder: string }>(
    database,
    'SELECT model.folder FROM run JOIN model ON model.id = run.model_id WHERE run.id = ?',
  ).get(id);
  return found(row, 'run', id).folder;
}

export interface NewRun extends Omit<Provenance, 'compiledWeights' | 'ranOn'> {
  readonly projectId: number;
  readonly setId: number;
  readonly controlSetId: number | null;
  readonly modelId: number;
}

/** Adds a run in state 'planned', which will measure all metrics of the catalogue, and returns its id. */
export function createRun(database: WritableDatabase, run: NewRun): number {
  const insert = prepared(
    database,
    `INSERT INTO run (project_id, set_id, control_set_id, model_id, state, alignment, keep, queries, metrics, seed,
       comparison, set_hash, control_set_hash, weights_hash, tokenizer_hash, pairlens_version, ort_version, device, created_at, noted)
     VALUES (?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  const id = newId(
    insert.run(
      run.projectId,
      run.setId,
      run.controlSetId,
      run.modelId,
      run.alignment,
      run.keep,
      run.queries,
      JSON.stringify(METRIC_NAMES),
      run.seed,
      JSON.stringify(run.comparison),
      run.setHash,
      run.controlSetHash,
      run.weightsHash,
      run.tokenizerHash,
      run.pairlensVersion,
      run.ortVersion,
      run.device,
      now(),
    ),
  );
  hashRow(database, 'run', id);
  return id;
}

/** Puts a run in the queue; one that is resumed keeps the time at which it was first started. */
export function markWaiting(database: WritableDatabase, id: number): void {
  prepared(database, "UPDATE run SET state = 'planned', finished_at = NULL, error = NULL WHERE id = ?").run(
    id,
  );
}

/** A resumed run keeps the time at which it was first started. */
export function markRunning(database: WritableDatabase, id: number): void {
  beginWork(database, 'run', id);
  prepared(
    database,
    `UPDATE run SET state = 'running', started_at = coalesce(started_at, ?), finished_at = NULL, error = NULL
     WHERE id = ?`,
  ).run(now(), id);
}

export function markStopped(
  database: WritableDatabase,
  id: number,
  state: Extract<RunState, 'cancelled' | 'failed' | 'done'>,
  error: string | null,
): void {
  endWork(database, 'run', id);
  prepared(database, 'UPDATE run SET state = ?, finished_at = ?, error = ? WHERE id = ?').run(
    state,
    now(),
    error,
    id,
  );
}

/** A run that was computed elsewhere, at its end. */
export function markComputed(
  database: WritableDatabase,
  id: number,
  how: {
    readonly state: Extract<RunState, 'cancelled' | 'failed' | 'done'>;
    readonly error: string | null;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly secondsAtWork: number;
  },
): void {
  workedElsewhere(database, 'run', id, how.secondsAtWork);
  prepared(database, 'UPDATE run SET state = ?, error = ?, started_at = ?, finished_at = ? WHERE id = ?').run(
    how.state,
    how.error,
    how.startedAt,
    how.finishedAt,
    id,
  );
}

const INTERRUPTED = 'Stopped: Pairlens or its engine ended before the run did';

/**
 * Runs that say 'running' in a store that has just been opened, or that had begun and say 'planned' for they waited to
 * go on, belong to a process that is gone: they become 'cancelled', saying why, and can be resumed. Returns their ids.
 * @param runId of the only one to look at: it comes from elsewhere, and others go on
 */
export function markInterrupted(database: WritableDatabase, runId: number | null = null): number[] {
  return prepared<{ id: number }>(
    database,
    `UPDATE run SET state = 'cancelled', error = ?, at_work_since = NULL
     WHERE (state = 'running' OR (state = 'planned' AND started_at IS NOT NULL)) AND id = coalesce(?, id)
     RETURNING id`,
  )
    .all(INTERRUPTED, runId)
    .map(({ id }) => id);
}

/** Whether a run, in a store that nobody writes to, was left behind: {@link markInterrupted}, for those who only read. */
export function isLeftBehind({ state, startedAt }: Run): boolean {
  return state === 'running' || (state === 'planned' && startedAt !== null);
}

/** The run as {@link markInterrupted} would leave it. */
export function asInterrupted(run: Run): Run {
  return isLeftBehind(run) ? { ...run, state: 'cancelled', error: INTERRUPTED, canResume: true } : run;
}

export function removeRun(database: WritableDatabase, id: number): void {
  const update = prepared(database, 'UPDATE run SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  expectChange(update.run(now(), id), 'run', id);
}

/** Nobody sees a run, nor can restore it, until all of it is there; what is cut off goes as `removeUnseenRun` says. */
export function hideRun(database: WritableDatabase, id: number): void {
  prepared(database, 'UPDATE run SET removed_at = ? WHERE id = ?').run(UNSEEN, id);
}

export function showRun(database: WritableDatabase, id: number): void {
  prepared(database, 'UPDATE run SET removed_at = NULL WHERE id = ?').run(id);
}

/** Takes back a removal. @throws PairlensError NOT_FOUND, also of one that is being taken in, or planned */
export function restoreRun(database: WritableDatabase, id: number): Run {
  const update = prepared(database, 'UPDATE run SET removed_at = NULL WHERE id = ? AND removed_at IS NOT ?');
  expectChange(update.run(id, UNSEEN), 'run', id);
  return getRun(database, id);
}

/** The table `analysis`: what is computed of a model or a run, with everything that decides the numbers. */
import { z } from 'zod';
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { LASTING_CODES } from './lasting-failures.ts';
import { ranOnOf } from './ran-on.ts';
import { expectChange, found, fromJson, newId, now } from './rows.ts';
import { checkRow, expectSoundRow, hashRow } from './row-hashes.ts';
import { beginWork, endWork, workedElsewhere } from './time-at-work.ts';

interface AnalysisRow {
  id: number;
  projectId: number;
  kind: string;
  version: number;
  runId: number | null;
  setId: number | null;
  setName: string | null;
  controlSetId: number | null;
  controlSetName: string | null;
  textSetId: number | null;
  textSetName: string | null;
  ofIds: number;
  modelId: number | null;
  modelName: string | null;
  layers: number | null;
  heads: number | null;
  architecture: string | null;
  options: string;
  state: Analysis['state'];
  total: number;
  done: number;
  failed: number;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  error: string | null;
  canResume: number;
  subjectHash: string;
  weightsHash: string;
  compiledWeights: string | null;
  device: Analysis['provenance']['device'];
  /** JSON */
  ranOn: string | null;
  tokenizerHash: string;
  seed: number;
  pairlensVersion: string;
  ortVersion: string;
}

const SELECT = `
  SELECT analysis.id, analysis.project_id AS projectId, analysis.kind, analysis.version, analysis.run_id AS runId,
    analysis.set_id AS setId, sentence_set.name AS setName, analysis.control_set_id AS controlSetId,
    control_set.name AS controlSetName, analysis.text_set_id AS textSetId, text_set.name AS textSetName,
    analysis.inputs IS NOT NULL AS ofIds, model.id AS modelId, model.name AS modelName, model.layers, model.heads, model.architecture, analysis.options,
    analysis.state, analysis.total,
    (SELECT count(*) FROM analysis_item AS item WHERE item.analysis_id = analysis.id AND item.state = 'done') AS done,
    (SELECT count(*) FROM analysis_item AS item WHERE item.analysis_id = analysis.id AND item.state = 'failed') AS failed,
    analysis.created_at AS createdAt, analysis.started_at AS startedAt, analysis.finished_at AS finishedAt,
    analysis.error,
    analysis.state <> 'done' AND (analysis.state <> 'failed' OR analysis.total = 0 OR analysis.total > (
      SELECT count(*) FROM analysis_item AS item
      WHERE item.analysis_id = analysis.id AND item.state = 'failed' AND item.error_code IN ${LASTING_CODES}
    )) AS canResume,
    analysis.subject_hash AS subjectHash, analysis.weights_hash AS weightsHash,
    analysis.compiled_weights AS compiledWeights, analysis.device, analysis.ran_on AS ranOn,
    analysis.tokenizer_hash AS tokenizerHash, analysis.seed, analysis.pairlens_version AS pairlensVersion,
    analysis.ort_version AS ortVersion
  FROM analysis LEFT JOIN model ON model.id = analysis.model_id
    LEFT JOIN sentence_set ON sentence_set.id = analysis.set_id
    LEFT JOIN sentence_set AS control_set ON control_set.id = analysis.control_set_id
    LEFT JOIN text_set ON text_set.id = analysis.text_set_id`;

const optionsOf = z.record(z.string(), z.unknown());

function toAnalysis(row: AnalysisRow): Analysis {
  const { modelId, modelName, layers, heads, architecture } = row;
  const hasModel =
    modelId !== null && modelName !== null && layers !== null && heads !== null && architecture !== null;
  return {
    id: row.id,
    projectId: row.projectId,
    kind: row.kind,
    version: row.version,
    runId: row.runId,
    subject: subjectOf(row),
    model: hasModel ? { id: modelId, name: modelName, layers, heads, architecture } : null,
    options: fromJson(optionsOf, row.options, `the options of analysis ${row.id}`),
    state: row.state,
    total: row.total,
    done: row.done,
    failed: row.failed,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    error: row.error,
    canResume: row.canResume === 1,
    provenance: {
      subjectHash: row.subjectHash,
      weightsHash: row.weightsHash,
      compiledWeights: row.compiledWeights,
      device: row.device,
      ranOn: ranOnOf(row.ranOn, 'analysis', row.id),
      tokenizerHash: row.tokenizerHash,
      seed: row.seed,
      pairlensVersion: row.pairlensVersion,
      ortVersion: row.ortVersion,
    },
  };
}

function subjectOf({ runId, ofIds, ...row }: AnalysisRow): Analysis['subject'] {
  const named = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  const set = named(row.setId, row.setName);
  const textSet = named(row.textSetId, row.textSetName);
  if (runId !== null) return { kind: 'run', runId };
  if (set !== null) return { kind: 'pairs', set, controlSet: named(row.controlSetId, row.controlSetName) };
  if (textSet !== null) return { kind: 'texts', textSet };
  return { kind: ofIds === 1 ? 'ids' : 'model' };
}

const plainData = z.record(z.string(), z.unknown());

/** The token ids that came with the analysis. */
export function inputsOfAnalysis(database: ReadableDatabase, id: number): Readonly<Record<string, unknown>> {
  const row = prepared<{ inputs: string | null }>(database, 'SELECT inputs FROM analysis WHERE id = ?').get(
    id,
  );
  return fromJson(plainData, row?.inputs ?? '{}', `the token ids of analysis ${id}`);
}

/** The newest first. @param kinds those that are asked for */
export function listAnalyses(
  database: ReadableDatabase,
  projectId: number,
  kinds: readonly string[],
): Analysis[] {
  return prepared<AnalysisRow>(
    database,
    `${SELECT} WHERE analysis.project_id = ? AND analysis.removed_at IS NULL
       AND analysis.kind IN (SELECT value FROM json_each(?))
     ORDER BY analysis.id DESC`,
  )
    .all(projectId, JSON.stringify(kinds))
    .map(toAnalysis);
}

/** @throws PairlensError NOT_FOUND */
export function getAnalysis(database: ReadableDatabase, id: number): Analysis {
  const row = prepared<AnalysisRow>(
    database,
    `${SELECT} WHERE analysis.id = ? AND analysis.removed_at IS NULL`,
  ).get(id);
  expectSoundRow(database, 'analysis', id);
  return toAnalysis(found(row, 'analysis', id));
}

/** Whether it is still there: an analysis of a run goes when the run's metrics change. */
export function analysisExists(database: ReadableDatabase, id: number): boolean {
  return prepared(database, 'SELECT 1 FROM analysis WHERE id = ?').get(id) !== undefined;
}

/** The analyses of a run of one kind, the newest first; what is damaged is none. */
export function analysesOfRun(database: ReadableDatabase, runId: number, kind: string): Analysis[] {
  return prepared<AnalysisRow>(
    database,
    `${SELECT} WHERE analysis.run_id = ? AND analysis.kind = ? AND analysis.removed_at IS NULL
     ORDER BY analysis.id DESC`,
  )
    .all(runId, kind)
    .filter(({ id }) => checkRow(database, 'analysis', id) !== 'damaged')
    .map(toAnalysis);
}

/** The folder of the checkpoint that the analysis is of. @throws PairlensError NOT_FOUND for one without a model */
export function modelFolderOfAnalysis(database: ReadableDatabase, id: number): string {
  const row = prepared<{ folder: string }>(
    database,
    'SELECT model.folder FROM analysis JOIN model ON model.id = analysis.model_id WHERE analysis.id = ?',
  ).get(id);
  return found(row, 'model of analysis', id).folder;
}

export interface PlannedAnalysis {
  readonly projectId: number;
  readonly kind: string;
  readonly version: number;
  /** One of these, or none of a model alone. */
  readonly runId: number | null;
  readonly setId: number | null;
  readonly controlSetId: number | null;
  readonly textSetId: number | null;
  readonly inputs: Readonly<Record<string, unknown>> | null;
  readonly modelId: number | null;
  readonly options: Readonly<Record<string, unknown>>;
  /** Items of the plan. */
  readonly total: number;
  readonly provenance: Analysis['provenance'];
}

/** Adds an analysis in state 'planned', without its items, and returns its id. Call it inside `store.write`. */
export function createAnalysis(database: WritableDatabase, planned: PlannedAnalysis): number {
  const { provenance } = planned;
  const id = newId(
    prepared(
      database,
      `INSERT INTO analysis (project_id, kind, version, run_id, set_id, control_set_id, text_set_id, inputs, model_id, state, options, seed, total, subject_hash,
         weights_hash, tokenizer_hash, pairlens_version, ort_version, device, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      planned.projectId,
      planned.kind,
      planned.version,
      planned.runId,
      planned.setId,
      planned.controlSetId,
      planned.textSetId,
      planned.inputs === null ? null : JSON.stringify(planned.inputs),
      planned.modelId,
      JSON.stringify(planned.options),
      provenance.seed,
      planned.total,
      provenance.subjectHash,
      provenance.weightsHash,
      provenance.tokenizerHash,
      provenance.pairlensVersion,
      provenance.ortVersion,
      provenance.device,
      now(),
    ),
  );
  hashRow(database, 'analysis', id);
  return id;
}

/**
 * Adds items to a plan. Call it inside `store.write`.
 * @param from place of the first
 * @param sources for each the id of the pair or the text that it is made of, or null
 */
export function planAnalysisItems(
  database: WritableDatabase,
  id: number,
  from: number,
  sources: readonly (number | null)[],
): void {
  prepared(
    database,
    `INSERT INTO analysis_item (analysis_id, position, source_id)
     SELECT ?, ? + key, value FROM json_each(?)`,
  ).run(id, from, JSON.stringify(sources));
}

/** It waits for its turn, be it for the first time. */
export function markAnalysisWaiting(database: WritableDatabase, id: number): void {
  prepared(
    database,
    "UPDATE analysis SET state = 'planned', finished_at = NULL, error = NULL WHERE id = ?",
  ).run(id);
}

/** A resumed analysis keeps the time at which it was first started. */
export function markAnalysisRunning(database: WritableDatabase, id: number): void {
  beginWork(database, 'analysis', id);
  prepared(
    database,
    `UPDATE analysis SET state = 'running', started_at = coalesce(started_at, ?), finished_at = NULL, error = NULL
     WHERE id = ?`,
  ).run(now(), id);
}

export function markAnalysisStopped(
  database: WritableDatabase,
  id: number,
  state: Extract<Analysis['state'], 'cancelled' | 'failed' | 'done'>,
  error: string | null,
): void {
  endWork(database, 'analysis', id);
  prepared(database, 'UPDATE analysis SET state = ?, finished_at = ?, error = ? WHERE id = ?').run(
    state,
    now(),
    error,
    id,
  );
}

/** All of it was computed elsewhere, in that time. */
export function markAnalysisComputed(
  database: WritableDatabase,
  id: number,
  {
    startedAt,
    finishedAt,
    secondsAtWork,
  }: { readonly startedAt: string; readonly finishedAt: string; readonly secondsAtWork: number },
): void {
  workedElsewhere(database, 'analysis', id, secondsAtWork);
  prepared(
    database,
    "UPDATE analysis SET state = 'done', started_at = ?, finished_at = ?, error = NULL WHERE id = ?",
  ).run(startedAt, finishedAt, id);
}

const INTERRUPTED = 'Stopped: Pairlens or its engine ended before the analysis did';

/**
 * Analyses that a process which is gone left at work, or waiting to go on, become 'cancelled', saying why, to be resumed.
 * Call it when a store has just been opened for writing.
 */
export function markAnalysesInterrupted(database: WritableDatabase): void {
  prepared(
    database,
    `UPDATE analysis SET state = 'cancelled', error = ?, at_work_since = NULL
     WHERE state = 'running' OR (state = 'planned' AND started_at IS NOT NULL)`,
  ).run(INTERRUPTED);
}

/**
 * Whether an analysis, in a store that nobody writes to, was left behind: {@link markAnalysesInterrupted}, for those who
 * only read.
 */
export function isAnalysisLeftBehind({ state, startedAt }: Analysis): boolean {
  return state === 'running' || (state === 'planned' && startedAt !== null);
}

/** The analysis as {@link markAnalysesInterrupted} would leave it. */
export function asInterruptedAnalysis(analysis: Analysis): Analysis {
  return isAnalysisLeftBehind(analysis)
    ? { ...analysis, state: 'cancelled', error: INTERRUPTED, canResume: true }
    : analysis;
}

export function removeAnalysis(database: WritableDatabase, id: number): void {
  const update = prepared(database, 'UPDATE analysis SET removed_at = ? WHERE id = ? AND removed_at IS NULL');
  expectChange(update.run(now(), id), 'analysis', id);
}

/** Of an analysis whose plan was not written to its end: it stays out of sight. */
export const IS_HALF_PLANNED = `removed_at IS NOT NULL AND state = 'planned' AND started_at IS NULL
  AND total > (SELECT count(*) FROM analysis_item AS item WHERE item.analysis_id = analysis.id)`;

/**
 * Takes back a removal.
 * @throws PairlensError NOT_FOUND, also of one whose plan was not written to its end
 */
export function restoreAnalysis(database: WritableDatabase, id: number): Analysis {
  const half = prepared(database, `SELECT 1 FROM analysis WHERE id = ? AND ${IS_HALF_PLANNED}`).get(id);
  if (half !== undefined)
    throw new PairlensError(
      'NOT_FOUND',
      `analysis ${id} was given up while it was planned: there is nothing to restore`,
      { id },
    );
  expectChange(
    prepared(database, 'UPDATE analysis SET removed_at = NULL WHERE id = ?').run(id),
    'analysis',
    id,
  );
  return getAnalysis(database, id);
}

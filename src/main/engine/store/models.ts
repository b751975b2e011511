/** The table `model`: checkpoints that runs of this workspace have used. */
import { z } from 'zod';
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { hashRow } from './row-hashes.ts';
import { found, fromJson, newId, now } from './rows.ts';

export interface StoredModel {
  readonly id: number;
  readonly name: string;
  readonly folder: string;
  readonly architecture: string;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly parameters: number;
  readonly maxPositions: number;
  readonly weightsHash: string;
  /** '' for a folder without tokenizer */
  readonly tokenizerHash: string;
  readonly addedAt: string;
  /** Runs that used it and have not been removed. */
  readonly runCount: number;
}

const SELECT = `
  SELECT id, name, folder, architecture, layers, heads, d_model AS dModel, parameters, max_positions AS maxPositions,
    weights_hash AS weightsHash, tokenizer_hash AS tokenizerHash, added_at AS addedAt,
    (SELECT count(*) FROM run WHERE run.model_id = model.id AND run.removed_at IS NULL) AS runCount
  FROM model`;

export function listStoredModels(database: ReadableDatabase): StoredModel[] {
  return prepared<StoredModel>(database, `${SELECT} ORDER BY id`).all();
}

const config = z.record(z.string(), z.unknown());

/** config.json of a model as it was when a run first used it. */
export function storedModelConfig(database: ReadableDatabase, id: number): Record<string, unknown> {
  const row = prepared<{ config: string }>(database, 'SELECT config FROM model WHERE id = ?').get(id);
  return fromJson(config, found(row, 'model', id).config, `the config of model ${id}`);
}

/** The runs, not removed, that used a model; the first ones first. */
export function runsOfModel(database: ReadableDatabase, id: number): number[] {
  const rows = prepared<{ id: number }>(
    database,
    'SELECT id FROM run WHERE model_id = ? AND removed_at IS NULL ORDER BY id',
  ).all(id);
  return rows.map((row) => row.id);
}

/** The analyses that a person has started of a model, by number. */
export function analysesOfModel(database: ReadableDatabase, id: number): number[] {
  const rows = prepared<{ id: number }>(
    database,
    'SELECT id FROM analysis WHERE model_id = ? AND removed_at IS NULL ORDER BY id',
  ).all(id);
  return rows.map((row) => row.id);
}

/** The model of a run, by number; null for a run that is not there. */
export function modelIdOfRun(database: ReadableDatabase, runId: number): number | null {
  const row = prepared<{ id: number }>(database, 'SELECT model_id AS id FROM run WHERE id = ?').get(runId);
  return row?.id ?? null;
}

/** The model of an analysis, by number; null for one that uses none, or is not there. */
export function modelIdOfAnalysis(database: ReadableDatabase, analysisId: number): number | null {
  const row = prepared<{ id: number | null }>(
    database,
    'SELECT model_id AS id FROM analysis WHERE id = ?',
  ).get(analysisId);
  return row?.id ?? null;
}

/** The runs and analyses that say they are running with a model, in whatever process. */
export function runningOfModel(
  database: ReadableDatabase,
  id: number,
): { readonly kind: 'run' | 'analysis'; readonly id: number }[] {
  return prepared<{ kind: 'run' | 'analysis'; id: number }>(
    database,
    `SELECT 'run' AS kind, id FROM run WHERE model_id = ? AND state = 'running' AND removed_at IS NULL
     UNION ALL
     SELECT 'analysis', id FROM analysis WHERE model_id = ? AND state = 'running' AND removed_at IS NULL`,
  ).all(id, id);
}

/** What is written down of a model; `config` is JSON. */
export type NewModelRow = Omit<StoredModel, 'id' | 'addedAt' | 'runCount'> & { readonly config: string };

/** The id of the model with these hashes; null where there is none. */
export function findModel(
  database: ReadableDatabase,
  { weightsHash, tokenizerHash }: Pick<StoredModel, 'weightsHash' | 'tokenizerHash'>,
): number | null {
  const row = prepared<{ id: number }>(
    database,
    'SELECT id FROM model WHERE weights_hash = ? AND tokenizer_hash = ?',
  ).get(weightsHash, tokenizerHash);
  return row?.id ?? null;
}

/** The id of the model with these hashes; it is added, or its name and folder brought up to date. */
export function registerModel(database: WritableDatabase, model: NewModelRow): number {
  const { name, folder, weightsHash, tokenizerHash } = model;
  const known = findModel(database, model);
  if (known !== null) {
    prepared(database, 'UPDATE model SET name = ?, folder = ? WHERE id = ?').run(name, folder, known);
    return known;
  }
  const insert = prepared(
    database,
    `INSERT INTO model (name, folder, architecture, config, layers, heads, d_model, parameters, max_positions,
       weights_hash, tokenizer_hash, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const id = newId(
    insert.run(
      name,
      folder,
      model.architecture,
      model.config,
      model.layers,
      model.heads,
      model.dModel,
      model.parameters,
      model.maxPositions,
      weightsHash,
      tokenizerHash,
      now(),
    ),
  );
  hashRow(database, 'model', id);
  return id;
}

/** The table `model`: checkpoints that runs of this workspace have used. */
import { prepared, type ReadableDatabase, type WritableDatabase } from './handles.ts';
import { newId, now } from './rows.ts';

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
}

const SELECT = `
  SELECT id, name, folder, architecture, layers, heads, d_model AS dModel, parameters, max_positions AS maxPositions,
    weights_hash AS weightsHash, tokenizer_hash AS tokenizerHash
  FROM model`;

export function listStoredModels(database: ReadableDatabase): StoredModel[] {
  return prepared<StoredModel>(database, `${SELECT} ORDER BY id`).all();
}

/** The id of the model with these hashes; it is added, or its name and folder brought up to date. `config` is JSON. */
export function registerModel(
  database: WritableDatabase,
  model: Omit<StoredModel, 'id'> & { readonly config: string },
): number {
  const { name, folder, weightsHash, tokenizerHash } = model;
  const known = prepared<{ id: number }>(
    database,
    'SELECT id FROM model WHERE weights_hash = ? AND tokenizer_hash = ?',
  ).get(weightsHash, tokenizerHash);
  if (known !== undefined) {
    prepared(database, 'UPDATE model SET name = ?, folder = ? WHERE id = ?').run(name, folder, known.id);
    return known.id;
  }
  const insert = prepared(
    database,
    `INSERT INTO model (name, folder, architecture, config, layers, heads, d_model, parameters, max_positions,
       weights_hash, tokenizer_hash, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return newId(
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
}

/** What plans say of the model and of sets of pairs. */
import type { ReadableDatabase } from '../store/handles.ts';
import { listStoredModels, storedModelConfig } from '../store/models.ts';
import { found } from '../store/rows.ts';
import { getSentenceSet } from '../store/sentence-sets.ts';
import type { PlannedModel, PlannedSet } from './part-format.ts';

interface ModelHashes {
  readonly weightsHash: string;
  readonly tokenizerHash: string;
  /** Of the compiled weights that it is computed with. */
  readonly compiledHash: string;
}

export function plannedModelOf(
  database: ReadableDatabase,
  modelId: number,
  { weightsHash, tokenizerHash, compiledHash }: ModelHashes,
): PlannedModel {
  const model = found(
    listStoredModels(database).find(({ id }) => id === modelId),
    'model',
    modelId,
  );
  const { name, architecture, layers, heads, dModel, parameters, maxPositions } = model;
  return {
    name,
    architecture,
    layers,
    heads,
    dModel,
    parameters,
    maxPositions,
    weights_sha256: weightsHash,
    compiled_weights_sha256: compiledHash,
    tokenizer_sha256: tokenizerHash,
    config: JSON.stringify(storedModelConfig(database, modelId)),
  };
}

export function plannedSetOf(database: ReadableDatabase, id: number, sha256: string): PlannedSet {
  const { name, description, source, pairCount, neutralCount } = getSentenceSet(database, id);
  return { name, description, source, sha256, pairs: pairCount, neutrals: neutralCount };
}

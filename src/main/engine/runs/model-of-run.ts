/** The model that a run was planned with, wherever it is now. */
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { NewModelRow } from '../store/models.ts';
import { modelFolderOfRun } from '../store/runs.ts';

/**
 * Lends the model of a run, by its folder or, where the program has moved, by its name.
 * @param onActivity told, in words, what takes time
 * @throws PairlensError MODEL_INVALID when it is no longer the model of the run; what ModelLibrary.open throws
 */
export async function useModelOfRun<Result>(
  models: OpenModels,
  database: ReadableDatabase,
  run: Run,
  use: (model: LoadedModel) => Promise<Result>,
  onActivity: (text: string) => void = () => undefined,
): Promise<Result> {
  const checked = (model: LoadedModel) => {
    checkIsModelOf(run, model);
    return use(model);
  };
  try {
    return await models.use(modelFolderOfRun(database, run.id), onActivity, checked);
  } catch (error) {
    if (!(error instanceof PairlensError) || error.code !== 'MODEL_NOT_FOUND') throw error;
    return models.use(run.model.name, onActivity, checked);
  }
}

function checkIsModelOf(run: Run, model: LoadedModel): void {
  const { weightsHash, tokenizerHash } = run.provenance;
  if (model.weightsHash === weightsHash && model.tokenizerHash === tokenizerHash) return;
  throw new PairlensError(
    'MODEL_INVALID',
    `the model in ${model.folder} is not the one that run ${run.id} was planned with: its weights or tokenizer have changed`,
    { folder: model.folder, runId: run.id, weightsHash, now: model.weightsHash },
  );
}

/** What the store writes down of a model. */
export function describeModel(model: LoadedModel): NewModelRow {
  const { name, folder, architecture, parameters, weightsHash, tokenizerHash } = model;
  const { layers, heads, dModel, maxPositions } = model.dimensions;
  return {
    name,
    folder,
    architecture,
    layers,
    heads,
    dModel,
    parameters,
    maxPositions,
    weightsHash,
    tokenizerHash,
    config: JSON.stringify(model.config),
  };
}

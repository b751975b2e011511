/** The model that an analysis was planned with, wherever it is now. */
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { modelFolderOfAnalysis } from '../store/analyses.ts';
import type { ReadableDatabase } from '../store/handles.ts';

/**
 * Lends the model of an analysis, by its folder or, where the program has moved, by its name.
 * @param onActivity told, in words, what takes time
 * @throws PairlensError MODEL_INVALID when it is no longer the model of the analysis; what ModelLibrary.open throws
 */
export async function useModelOfAnalysis<Result>(
  models: OpenModels,
  database: ReadableDatabase,
  analysis: Analysis,
  use: (model: LoadedModel) => Promise<Result>,
  onActivity: (text: string) => void,
): Promise<Result> {
  const checked = (model: LoadedModel) => {
    checkIsModelOf(analysis, model);
    return use(model);
  };
  try {
    return await models.use(modelFolderOfAnalysis(database, analysis.id), onActivity, checked);
  } catch (error) {
    if (!(error instanceof PairlensError) || error.code !== 'MODEL_NOT_FOUND' || analysis.model === null)
      throw error;
    return models.use(analysis.model.name, onActivity, checked);
  }
}

function checkIsModelOf({ id, provenance }: Analysis, model: LoadedModel): void {
  if (model.weightsHash === provenance.weightsHash && model.tokenizerHash === provenance.tokenizerHash)
    return;
  throw new PairlensError(
    'MODEL_INVALID',
    `the model in ${model.folder} is not the one that analysis ${id} was planned with: its weights or tokenizer have changed`,
    { folder: model.folder, id, weightsHash: provenance.weightsHash, now: model.weightsHash },
  );
}

/** The model that an analysis was planned with, wherever it is now. */
import type { Analysis } from '../../../shared/analyses.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type DeviceToUse, toLookAt, useOnDevice } from '../devices/device-to-use.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { modelFolderOfAnalysis } from '../store/analyses.ts';
import type { ReadableDatabase } from '../store/handles.ts';

/**
 * Lends the model of an analysis from the library; one that was never added, from its folder.
 * @param signal ends the waiting for it to be opened
 * @param onActivity told, in words, what takes time
 * @throws PairlensError MODEL_NOT_FOUND when it was removed; MODEL_INVALID when it is no longer the model of the analysis; what ModelLibrary.open throws
 */
export async function useModelOfAnalysis<Result>(
  models: OpenModels,
  database: ReadableDatabase,
  analysis: Analysis,
  use: (model: LoadedModel) => Promise<Result>,
  onActivity: (text: string) => void,
  device: DeviceToUse = toLookAt(analysis.provenance),
  signal?: AbortSignal,
): Promise<Result> {
  const folder = modelFolderOfAnalysis(database, analysis.id);
  const { weightsHash, tokenizerHash } = analysis.provenance;
  const stored = { name: analysis.model?.name ?? folder, folder, weightsHash, tokenizerHash };
  return useOnDevice(device, (choice) =>
    models.useStored(
      stored,
      onActivity,
      (model) => {
        checkIsModelOf(analysis, model);
        return use(model);
      },
      choice,
      signal,
    ),
  );
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

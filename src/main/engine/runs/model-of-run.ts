/** The model that a run was planned with, wherever it is now. */
import type { Run } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type DeviceToUse, toLookAt, useOnDevice } from '../devices/device-to-use.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import type { NewModelRow } from '../store/models.ts';
import { modelFolderOfRun } from '../store/runs.ts';

/**
 * Lends the model of a run from the library; one that was never added, from its folder. It computes what is looked at on the
 * device of the run where that is here, else on the CPU.
 * @param onActivity told, in words, what takes time
 * @param signal ends the waiting for it to be opened
 * @throws PairlensError MODEL_NOT_FOUND when it was removed; MODEL_INVALID when it is no longer the model of the run; what ModelLibrary.open throws
 */
export async function useModelOfRun<Result>(
  models: OpenModels,
  database: ReadableDatabase,
  run: Run,
  use: (model: LoadedModel) => Promise<Result>,
  onActivity: (text: string) => void = () => undefined,
  device: DeviceToUse = toLookAt(run.provenance),
  signal?: AbortSignal,
): Promise<Result> {
  const folder = modelFolderOfRun(database, run.id);
  const { weightsHash, tokenizerHash } = run.provenance;
  const stored = { name: run.model.name, folder, weightsHash, tokenizerHash };
  return useOnDevice(device, (choice) =>
    models.useStored(
      stored,
      onActivity,
      (model) => {
        checkIsModelOf(run, model);
        return use(model);
      },
      choice,
      signal,
    ),
  );
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

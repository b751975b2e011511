/** An analysis as it is asked for, planned: its row, and its items. */
import type { Analysis } from '../../../shared/analyses.ts';
import { DEFAULT_DEVICE, type DeviceChoice } from '../../../shared/devices.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { modelEnvironment } from '../inference/environment.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { pairlensVersion } from '../paths.ts';
import { describeModel, useModelOfRun } from '../runs/model-of-run.ts';
import type { Store } from '../store/database.ts';
import type { WritableDatabase } from '../store/handles.ts';
import { registerModel } from '../store/models.ts';
import { getProject } from '../store/projects.ts';
import { getRun } from '../store/runs.ts';
import type { AnalysisContext, AnalysisWork } from './analysis-work.ts';
import { completedOptions, optionsOf } from './kinds.ts';
import { hashWhatItIsOf } from './planned-analysis.ts';
import { plannedItems } from './planned-items.ts';
import { storePlan } from './store-plan.ts';
import { type AnalysisRequest, requestedSubject, subjectColumns } from './subject.ts';

/**
 * The model is opened, and compiled if need be, so that what is wrong with it or with the options shows here.
 * @param signal stops it while the texts are read and planned; nothing is there then
 * @returns the id
 * @throws PairlensError BAD_REQUEST, NOT_FOUND, and what ModelLibrary.open throws; what `signal` has as its reason
 */
export async function planNewAnalysis(
  { store, models }: { readonly store: Store; readonly models: OpenModels },
  work: AnalysisWork,
  request: AnalysisRequest,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { database } = store;
  getProject(database, request.projectId);
  const given = optionsOf(work, request.options ?? {});
  const device = work.usesModel ? (request.device ?? (await models.usualDevice())) : DEFAULT_DEVICE;
  const subject = requestedSubject(work.definition, request, database);
  const runId = subject.kind === 'run' ? subject.runId : null;
  const plan = async (model: LoadedModel | null) => {
    const context: AnalysisContext = { model, subject, runId, database, signal };
    const options = completedOptions(work, context, given);
    const subjectHash = await hashWhatItIsOf({ work, context, options, signal });
    const provenance = provenanceOf(context, options, subjectHash, device);
    const items = await plannedItems(work, context, options);
    const sources = items.map((item) => work.sourceOf?.(item) ?? null);
    const about = (writable: WritableDatabase) => ({
      projectId: request.projectId,
      kind: work.definition.kind,
      version: work.definition.version,
      ...subjectColumns(subject),
      modelId: model === null ? null : registerModel(writable, describeModel(model)),
      options,
      provenance,
    });
    return storePlan(store, about, sources, signal);
  };
  if (!work.usesModel) return plan(null);
  if (request.model !== undefined) return models.use(request.model, () => undefined, plan, device);
  if (runId === null)
    throw new PairlensError('BAD_REQUEST', `${work.definition.title} is of a model: name one`);
  return useModelOfRun(
    models,
    database,
    getRun(database, runId),
    (model) => Promise.resolve(plan(model)),
    () => undefined,
    { device, otherwise: { words: '' } },
  );
}

function provenanceOf(
  { model, runId, database }: AnalysisContext,
  options: Record<string, unknown>,
  subjectHash: string,
  device: DeviceChoice,
): Analysis['provenance'] {
  const ofRun = runId === null ? null : getRun(database, runId).provenance;
  return {
    subjectHash,
    weightsHash: model?.weightsHash ?? ofRun?.weightsHash ?? '',
    // On record when it is computed.
    compiledWeights: null,
    device,
    ranOn: null,
    tokenizerHash: model?.tokenizerHash ?? ofRun?.tokenizerHash ?? '',
    seed: typeof options['seed'] === 'number' ? options['seed'] : (ofRun?.seed ?? 0),
    pairlensVersion: pairlensVersion(),
    ortVersion: modelEnvironment.ortVersion,
  };
}

/** A run as it is asked for, planned: its row, and an item for each of its comparisons. */
import { isolated } from '../../../core/isolated.ts';
import { queriesFor } from '../../../core/metrics/queries.ts';
import { type GivenRunOptions, type Run, runOptions } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { modelEnvironment } from '../inference/environment.ts';
import type { LoadedModel } from '../models/library.ts';
import type { OpenModels } from '../models/open-models.ts';
import { pairlensVersion } from '../paths.ts';
import { checkIsAnotherSet } from '../sets/control-set.ts';
import type { Store } from '../store/database.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { registerModel } from '../store/models.ts';
import { getProject } from '../store/projects.ts';
import { createRun, getRun, hideRun, showRun } from '../store/runs.ts';
import { aboutSet } from '../store/sentence-sets.ts';
import { removeUnseenRun } from '../store/unseen-runs.ts';
import { inTurns } from '../threads/turns.ts';
import { describeModel } from './model-of-run.ts';
import { type HashedPlan, planPairs } from './plan-run.ts';

export interface NewRun extends SetsOfRun {
  readonly model: string;
  readonly options: GivenRunOptions;
}

interface SetsOfRun {
  readonly projectId: number;
  readonly setId: number;
  readonly controlSetId: number | null;
}

/** @throws PairlensError SET_EMPTY, BAD_REQUEST, NOT_FOUND */
export function checkSets(database: ReadableDatabase, { projectId, setId, controlSetId }: SetsOfRun): void {
  getProject(database, projectId);
  checkIsAnotherSet({ setId, controlSetId });
  for (const id of [setId, controlSetId]) {
    if (id === null) continue;
    const set = aboutSet(database, id);
    if (set.projectId !== projectId)
      throw new PairlensError('BAD_REQUEST', `the set “${isolated(set.name)}” is not of this project`, {
        id,
      });
    if (!set.hasPairs)
      throw new PairlensError('SET_EMPTY', `the sentence set “${set.name}” has no pairs`, { id });
  }
}

/**
 * Plans a run over the pairs that the sets have now, and the neutrals of the set's pairs. The model is opened, and
 * compiled if need be, so that what is wrong with it shows here and its hashes are on record.
 * @param request.model a bundled name or a folder
 * @param planOfSet the pairs of a set, hashed, read where nobody waits for it
 * @param onActivity told, in words, what takes time
 * @throws PairlensError SET_EMPTY, BAD_REQUEST, NOT_FOUND, and what ModelLibrary.open throws
 */
export async function planNewRun(
  { store, models }: { readonly store: Store; readonly models: OpenModels },
  request: NewRun,
  planOfSet: (setId: number) => Promise<HashedPlan>,
  onActivity: (text: string) => void,
): Promise<Run> {
  const { projectId, setId, controlSetId } = request;
  checkSets(store.database, request);
  const { device: asked, ...options } = runOptions.parse(request.options);
  const device = asked ?? (await models.usualDevice());
  const plan = async (model: LoadedModel): Promise<Run> => {
    checkHasHeads(model);
    const set = await planOfSet(setId);
    const control = controlSetId === null ? null : await planOfSet(controlSetId);
    const id = store.write((database) => {
      const created = createRun(database, {
        ...options,
        device,
        queries: queriesFor(options.queries, model.causal),
        projectId,
        setId,
        controlSetId,
        modelId: registerModel(database, describeModel(model)),
        setHash: set.hash,
        controlSetHash: control?.hash ?? null,
        weightsHash: model.weightsHash,
        tokenizerHash: model.tokenizerHash,
        pairlensVersion: pairlensVersion(),
        ortVersion: modelEnvironment.ortVersion,
      });
      hideRun(database, created);
      return created;
    });
    await storeItems(store, id, set, control);
    return getRun(store.database, id);
  };
  return models.use(request.model, onActivity, plan, device);
}

/** The run is seen when all of its items are there, and gone where they cannot be. */
async function storeItems(
  store: Store,
  id: number,
  set: HashedPlan,
  control: HashedPlan | null,
): Promise<void> {
  let isWhole = false;
  try {
    await planPairs(store, id, 'set', set.plan);
    if (control !== null) await planPairs(store, id, 'control', control.plan);
    store.write((database) => showRun(database, id));
    isWhole = true;
  } finally {
    if (!isWhole) await inTurns(removeUnseenRun(store, id));
  }
}

/** A run compares heads. @throws PairlensError BAD_REQUEST for a model of embeddings alone, which has none */
function checkHasHeads({ name, dimensions }: LoadedModel): void {
  if (dimensions.layers > 0) return;
  throw new PairlensError('BAD_REQUEST', `${name} has no layers, and so no heads that a run could compare`, {
    model: name,
  });
}

/** Adds a model of the Hub: fetched, compiled, written down. */
import { z } from 'zod';
import { compileCheckpoint } from '../../../core/architectures/families.ts';
import { CoreError } from '../../../core/errors.ts';
import type { NewModel } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { fetchModel } from '../hub/fetch-model.ts';
import type { Hub } from '../hub/hub.ts';
import { checkModelId, checkRevision } from '../hub/names.ts';
import { aboutModel } from './about-model.ts';
import type { ModelFacts } from './facts.ts';
import type { JobReport } from '../jobs/job-teller.ts';
import type { JobWork } from '../jobs/jobs.ts';
import type { ModelLibrary } from './library.ts';
import { cardLicence } from './model-card.ts';
import { readCard } from '../checkpoints/model-files.ts';

const DEFAULT_REVISION = 'main';

/**
 * @returns what the model will be called (its id, and with a revision of its own `id@revision`), and the work of adding it
 * @throws PairlensError BAD_REQUEST for an id or revision that is none; CONFLICT when the model is here; OFFLINE
 */
export async function planHubModel(
  library: ModelLibrary,
  hub: Hub,
  request: Extract<NewModel, { from: 'hub' }>,
): Promise<{ name: string; work: JobWork }> {
  const id = checkModelId(request.id);
  const revision = checkRevision(request.revision ?? DEFAULT_REVISION);
  const name = revision === DEFAULT_REVISION ? id : `${id}@${revision}`;
  await library.checkIsFree(name);
  const { offline, endpoint } = hub.settings();
  if (offline)
    throw new PairlensError(
      'OFFLINE',
      `${name} cannot be had from the Hub: HF_HUB_OFFLINE or PAIRLENS_OFFLINE is set, so Pairlens makes no requests`,
      { id },
    );
  const tidy = async () => hub.store.tidy(await library.known.hubFilesInUse());
  return {
    name,
    work: async (signal, report) => {
      const lock = await hub.store.lock(signal, () =>
        report.activity('Waiting for another model to be added'),
      );
      try {
        // Before: what a killed process left behind. At the end: the folder of a model that could not be added.
        await tidy();
        await addModel(library, hub, { name, id, revision, source: `${endpoint}/${id}`, signal, report });
      } finally {
        await tidy().finally(() => lock.release());
      }
    },
  };
}

interface Addition {
  readonly name: string;
  readonly id: string;
  readonly revision: string;
  readonly source: string;
  readonly signal: AbortSignal;
  readonly report: JobReport;
}

async function addModel(library: ModelLibrary, hub: Hub, addition: Addition): Promise<void> {
  const { name, id, revision, source, signal, report } = addition;
  const { repository, folder, files, takeBack } = await fetchModel(hub, {
    id,
    revision,
    signal,
    checkConfig: (text) => checkConfig(id, text),
    onActivity: (text) => report.activity(text),
    onBytes: (progress) => report.progress(progress),
  });
  let facts: ModelFacts;
  try {
    facts = await library.tryOut(folder, (text) => report.activity(text), {
      signal,
      onBytes: (bytes) => report.progress(bytes),
    });
    signal.throwIfAborted();
  } catch (error) {
    // The download is whole: when the person only cancelled, it is kept for the next time.
    if (signal.aborted) await takeBack((await library.known.hubFilesInUse()).blobs);
    throw error;
  }
  const card = await readCard(folder);
  const { commit, licence } = repository;
  await library.known.add({
    name,
    title: name,
    origin: 'hub',
    folder,
    source,
    commit,
    facts,
    licence: licence ?? (card === null ? null : cardLicence(card)),
    addedAt: new Date().toISOString(),
    files: [...files],
  });
}

const jsonObject = z.record(z.string(), z.unknown());

/**
 * Whether a model with this config.json can be compiled, as far as that shows without its weights.
 * @throws PairlensError MODEL_UNSUPPORTED, MODEL_INVALID
 */
function checkConfig(id: string, text: string): void {
  let config: Record<string, unknown>;
  try {
    config = jsonObject.parse(JSON.parse(text));
  } catch (error) {
    throw new PairlensError('MODEL_INVALID', `config.json of ${id} is not a JSON object`, { id }, error);
  }
  // An old config names no family: then only the weights tell.
  if (config['model_type'] === undefined) return;
  aboutModel(id, () => {
    try {
      compileCheckpoint(config, new Map());
    } catch (error) {
      // Without weights it gets as far as the first tensor; before that it has looked at the config.
      if (!(error instanceof CoreError) || ABOUT_CONFIG.has(error.code)) throw error;
    }
  });
}

const ABOUT_CONFIG: ReadonlySet<string> = new Set(['MODEL_INVALID', 'MODEL_UNSUPPORTED']);

/** Adds a model of the Hub: fetched, compiled, written down. */
import type { NewModel } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { fetchModel } from '../hub/fetch-model.ts';
import type { Hub } from '../hub/hub.ts';
import { checkModelId, checkRevision } from '../hub/names.ts';
import { checkConfigText } from './check-config.ts';
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
    checkConfig: (text) => checkConfigText(id, text),
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

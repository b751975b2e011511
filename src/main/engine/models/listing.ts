/** The list of models as a workspace sees it: those within reach, joined with what its runs have used. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { Model } from '../../../shared/entities.ts';
import { PairlensError } from '../../../shared/errors.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { listStoredModels, type StoredModel, storedModelConfig } from '../store/models.ts';
import { isFolder } from '../files/if-there.ts';
import type { FactReader } from './facts.ts';
import type { KnownModel } from './known-models.ts';
import type { ModelLibrary, ModelListing } from './library.ts';
import { isItsFolder } from './stored-place.ts';

/**
 * The bundled models, those that were added, then others that runs of this workspace have used: folders that nobody
 * added, and models that were removed since.
 */
export async function listModels(database: ReadableDatabase, library: ModelLibrary): Promise<Model[]> {
  const stored = listStoredModels(database);
  const present = await library.list();
  const removed = (await library.known.list()).filter(({ removedAt }) => removedAt !== null);
  const others = stored.filter(
    (model) => model.runCount > 0 && !present.some((listing) => isSame(listing, model)),
  );
  const sameWeights = ({ name, weightsHash, tokenizerHash }: ModelListing): Model['sameWeights'] =>
    present
      .filter((other) => other.name !== name && other.weightsHash === weightsHash && other.weightsPresent)
      .map((other) => ({ name: other.name, sameTokenizer: other.tokenizerHash === tokenizerHash }));
  return [
    ...present.map((listing) => {
      const match = stored.find((model) => isSame(listing, model));
      return {
        ...listing,
        id: match?.id ?? null,
        runCount: match?.runCount ?? 0,
        sameWeights: sameWeights(listing),
      };
    }),
    ...(await Promise.all(
      others.map(async (model) => {
        const { id, runCount } = model;
        const known = await findRemoved(removed, model);
        const listing = known
          ? { ...(await library.listing(known)), id, runCount }
          : await usedFolder(model, storedModelConfig(database, id), library.facts);
        return { ...listing, sameWeights: sameWeights(listing) };
      }),
    )),
  ];
}

function isSame(
  a: Pick<Model, 'weightsHash' | 'tokenizerHash'>,
  b: Pick<Model, 'weightsHash' | 'tokenizerHash'>,
): boolean {
  return a.weightsHash === b.weightsHash && a.tokenizerHash === b.tokenizerHash;
}

/** A person's own folder that was added and removed stays removed for what was made with it (stored-place.ts). */
async function findRemoved(removed: readonly KnownModel[], model: StoredModel): Promise<KnownModel | null> {
  for (const known of removed)
    if (known.facts !== null && isSame(known.facts, model))
      if (isItsFolder(known, model) || !(await isFolder(known.folder))) return known;
  return null;
}

const sizesInConfig = z.object({
  vocab_size: z.int().catch(0),
  head_dim: z.int().optional().catch(undefined),
});

/** A model that is known from runs only. */
async function usedFolder(
  stored: StoredModel,
  config: unknown,
  facts: FactReader,
): Promise<Omit<Model, 'sameWeights'>> {
  const there = await factsOf(stored, facts);
  const sizes = sizesInConfig.parse(config);
  return {
    ...stored,
    ...(there ?? {
      dHead: sizes.head_dim ?? stored.dModel / Math.max(stored.heads, 1),
      vocabularySize: sizes.vocab_size,
      bytes: 0,
      compiled: false,
    }),
    name: stored.folder,
    title: basename(stored.folder),
    origin: 'run',
    licence: null,
    source: null,
    commit: null,
    addedAt: null,
    weightsPresent: there !== null,
  };
}

/** Null where the folder is gone or holds another model by now. */
async function factsOf(stored: StoredModel, facts: FactReader) {
  try {
    const there = await facts.read(stored.folder);
    return isSame(there, stored) ? there : null;
  } catch (error) {
    if (error instanceof PairlensError) return null;
    throw error;
  }
}

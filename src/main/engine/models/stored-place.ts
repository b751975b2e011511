/** Where the model of a run or an analysis is to be had now: by a name of the library, or in a folder that was never added. */
import { resolve } from 'node:path';
import { isFolder } from '../files/if-there.ts';
import { hashTokenizer } from '../tokenizers/tokenizer-files.ts';
import type { KnownModel, KnownModels } from './known-models.ts';

/** What a run or an analysis remembers of its model. */
export interface StoredPlace {
  readonly name: string;
  readonly folder: string;
  readonly weightsHash: string;
  readonly tokenizerHash: string;
}

export type FoundPlace =
  | { readonly nameOrFolder: string }
  /** The model of the library that it was, before it was removed. */
  | { readonly removed: KnownModel };

/**
 * A model of the library that has these weights and this tokenizer, under the same name if there is one. Where the only such
 * model was removed, its folder is not used behind the person's back, although it may still be there. A damaged entry of another
 * model is in nobody's way.
 */
export async function placeOf(
  known: Pick<KnownModels, 'listReadable'>,
  stored: StoredPlace,
): Promise<FoundPlace> {
  const same: KnownModel[] = [];
  for (const model of await known.listReadable()) if (await isOf(model, stored)) same.push(model);
  const present = same.filter(({ removedAt }) => removedAt === null);
  const there = [];
  for (const model of present) if (await isFolder(model.folder)) there.push(model);
  const chosen = byName(there, stored) ?? byName(present, stored);
  if (chosen) return { nameOrFolder: chosen.name };
  const removed = byName(
    same.filter((model) => isItsFolder(model, stored)),
    stored,
  );
  return removed ? { removed } : { nameOrFolder: stored.folder };
}

/** Whether a removed model is where the store says that a model lies. */
export function isItsFolder(
  { folder }: Pick<KnownModel, 'folder'>,
  stored: { readonly folder: string },
): boolean {
  return resolve(folder) === resolve(stored.folder);
}

function byName(models: readonly KnownModel[], { name }: StoredPlace): KnownModel | undefined {
  return models.find((model) => model.name === name) ?? models[0];
}

async function isOf(
  { origin, facts, fileHashes, folder }: KnownModel,
  { weightsHash, tokenizerHash }: StoredPlace,
): Promise<boolean> {
  if (facts !== null) return facts.weightsHash === weightsHash && facts.tokenizerHash === tokenizerHash;
  return (
    origin === 'bundled' &&
    fileHashes.get('model.safetensors') === weightsHash &&
    (await hashTokenizer(folder)) === tokenizerHash
  );
}

/** Compiled forms that an older Pairlens made, which have no hash of their weights: made again, then compared and removed. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointFolder } from '../checkpoints/checkpoint-folder.ts';
import { writeFailure } from '../files/failures.ts';
import { hashInto } from '../files/hashing.ts';
import { isFolder, isThere } from '../files/if-there.ts';
import type { WeightStorage } from '../../../core/architectures/weights-plan.ts';
import { compiledKey, GRAPH_FORMAT_VERSION, WEIGHTS_FILE } from './compiled-folder.ts';
import { noteDamage } from './damage-notes.ts';

/** Since this version the weights lie in the file as they do now. */
const SAME_LAYOUT_SINCE = 3;

type Checkpoint = Pick<CheckpointFolder, 'configText'>;

/** Whether an older Pairlens has compiled this checkpoint. @throws PairlensError FILE_UNREADABLE */
export async function hasOlder(
  modelsFolder: string,
  checkpoint: Checkpoint,
  weightsHash: string,
): Promise<boolean> {
  for (const { folder } of olderFolders(modelsFolder, checkpoint, weightsHash))
    if (await isFolder(folder)) return true;
  return false;
}

/**
 * Removes what an older Pairlens compiled of this checkpoint. Where its weights are others than those compiled now, that is
 * noted: runs were made with them. Older ones are float32: of those that are compiled in halves now they tell nothing.
 * @param compiled the weights as they are compiled now, `compiledHash` their sha256
 * @throws PairlensError FILE_UNREADABLE, FILE_UNWRITABLE, DISK_FULL
 */
export async function removeOlder(
  modelsFolder: string,
  checkpoint: Checkpoint,
  compiled: { readonly weightsHash: string; readonly compiledHash: string; readonly storage: WeightStorage },
): Promise<void> {
  const { weightsHash, compiledHash, storage } = compiled;
  for (const { folder, version } of olderFolders(modelsFolder, checkpoint, weightsHash)) {
    const path = join(folder, WEIGHTS_FILE);
    const isComparable = storage === 'float32' && version >= SAME_LAYOUT_SINCE;
    if (isComparable && (await isThere(path)) && (await hashOf(path)) !== compiledHash)
      await noteDamage(modelsFolder, { weightsHash, path, foundAt: new Date().toISOString() });
    try {
      await rm(folder, { recursive: true, force: true });
    } catch (error) {
      throw writeFailure(folder, error);
    }
  }
}

function olderFolders(modelsFolder: string, { configText }: Checkpoint, weightsHash: string) {
  return Array.from({ length: GRAPH_FORMAT_VERSION - 1 }, (_, index) => ({
    version: index + 1,
    folder: join(modelsFolder, compiledKey(weightsHash, configText, 'float32', index + 1)),
  }));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await hashInto(hash, path);
  return hash.digest('hex');
}

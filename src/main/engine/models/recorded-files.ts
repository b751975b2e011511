/** What is on record of a model that has a name: the hashes of its files when it shipped, was fetched or was added. */
import { join } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import type { CheckedFiles } from '../files/checked-files.ts';
import { hashFile } from '../files/hash-file.ts';
import { isThere } from '../files/if-there.ts';
import { CONFIG_FILE, TOKENIZER_FILES } from '../checkpoints/model-files.ts';
import type { KnownModel } from './known-models.ts';

/** What is read whenever a model is opened; the weights are known by their own hash. */
const SMALL_FILES: readonly string[] = [CONFIG_FILE, ...TOKENIZER_FILES];

type Recorded = Pick<KnownModel, 'name' | 'folder' | 'origin' | 'fileHashes' | 'facts'>;

/** The hashes of the config and of the tokenizer's files of a folder, to be recorded. @throws PairlensError FILE_UNREADABLE */
export async function recordSmallFiles(
  folder: string,
): Promise<{ name: string; bytes: number; sha256: string }[]> {
  const files = [];
  for (const name of SMALL_FILES)
    if (await isThere(join(folder, name))) {
      const { bytes, sha256 } = await hashFile(join(folder, name));
      files.push({ name, bytes, sha256 });
    }
  return files;
}

/**
 * Checks config and tokenizer against what is on record.
 * @throws PairlensError MODEL_DAMAGED naming the file, and what to do; FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function checkSmallFiles(model: Recorded, files: CheckedFiles): Promise<void> {
  for (const name of SMALL_FILES) {
    const sha256 = model.fileHashes.get(name);
    if (sha256 === undefined || (await files.check(join(model.folder, name), sha256)) !== null) continue;
    throw notAsRecorded(model, `${join(model.folder, name)} is`, { path: join(model.folder, name), sha256 });
  }
}

/** @throws PairlensError MODEL_DAMAGED when the weights are others than are on record */
export function checkWeightsHash(model: Recorded, now: string): void {
  const recorded =
    model.origin === 'bundled' ? model.fileHashes.get('model.safetensors') : model.facts?.weightsHash;
  if (recorded === undefined || recorded === now) return;
  throw notAsRecorded(model, `the weights in ${model.folder} are`, {
    path: model.folder,
    sha256: recorded,
    now,
  });
}

function notAsRecorded(
  { name, origin }: Recorded,
  what: string,
  details: Readonly<Record<string, unknown>>,
): PairlensError {
  const again = `pairlens models remove ${JSON.stringify(name)} --keep-results, then add it again`;
  const [then, advice] = {
    bundled: ['what ships with Pairlens', 'install Pairlens again'],
    hub: ['what came from the Hub', again],
    folder: [`what was added as ${name}`, `if that is meant, ${again}; else put the file back as it was`],
  }[origin];
  return new PairlensError('MODEL_DAMAGED', `${what} not ${then}: ${advice}`, { model: name, ...details });
}

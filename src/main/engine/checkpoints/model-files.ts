/** The files of a checkpoint that mean something to Pairlens, by their names. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readFailure } from '../files/failures.ts';
import { readIfThere } from '../files/if-there.ts';
import type { CheckpointFolder } from './checkpoint-folder.ts';

export const CONFIG_FILE = 'config.json';
/** Of an adapter of PEFT, which is no model by itself. */
export const ADAPTER_CONFIG = 'adapter_config.json';
/** In order of preference; either one file, or several that its index lists. */
export const WEIGHTS_FILES: readonly string[] = ['model.safetensors', 'pytorch_model.bin'];
export const CARD_FILE = 'README.md';
export const TOKENIZER_FILES: readonly string[] = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
];
export const LICENCE_FILE = /^(licen[cs]e|notice|copying)(\.(txt|md))?$/i;
const INDEX_ENDING = '.index.json';
const FOREIGN_WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|onnx|gguf|npz|ot)$/;

/** What the index is called that says which tensor is in which file, where `weights` comes in several files. */
export function indexOf(weights: string): string {
  return `${weights}${INDEX_ENDING}`;
}

export function isIndex(name: string): boolean {
  return name.endsWith(INDEX_ENDING);
}

/** Such an index: the file of each tensor. */
export const shardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Whether a file that is none of {@link WEIGHTS_FILES} looks like weights all the same, for a hint. */
export function isForeignWeights(name: string): boolean {
  return FOREIGN_WEIGHTS.test(name);
}

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * What Pairlens reads of a checkpoint folder, the weights among it, in the order of their names.
 * @throws PairlensError FILE_UNREADABLE, FILE_NOT_FOUND
 */
export async function listModelFiles({
  folder,
  weightFiles,
}: Pick<CheckpointFolder, 'folder' | 'weightFiles'>): Promise<ModelFile[]> {
  const weights = new Set(weightFiles.map((file) => basename(file)));
  try {
    const names = (await readdir(folder)).filter((name) => weights.has(name) || isRead(name));
    return await Promise.all(
      names.sort().map(async (name) => ({ name, bytes: (await stat(join(folder, name))).size })),
    );
  } catch (error) {
    throw readFailure(folder, error);
  }
}

function isRead(name: string): boolean {
  return (
    [CONFIG_FILE, CARD_FILE, ...TOKENIZER_FILES].includes(name) || LICENCE_FILE.test(name) || isIndex(name)
  );
}

/** The model card as it is stored; null when there is none. @throws PairlensError FILE_UNREADABLE */
export function readCard(folder: string): Promise<string | null> {
  return readIfThere(join(folder, CARD_FILE));
}

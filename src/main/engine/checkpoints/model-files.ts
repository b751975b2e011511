/** The files of a checkpoint that mean something to Pairlens, by their names. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isMissingFile, readFailure } from '../files/failures.ts';
import type { CheckpointFolder } from './checkpoint-folder.ts';

export const CONFIG_FILE = 'config.json';
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
const INDEX_FILE = /\.index\.json$/;

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
    [CONFIG_FILE, CARD_FILE, ...TOKENIZER_FILES].includes(name) ||
    LICENCE_FILE.test(name) ||
    INDEX_FILE.test(name)
  );
}

/** The model card as it is stored; null when there is none. @throws PairlensError FILE_UNREADABLE */
export async function readCard(folder: string): Promise<string | null> {
  const path = join(folder, CARD_FILE);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw readFailure(path, error);
  }
}

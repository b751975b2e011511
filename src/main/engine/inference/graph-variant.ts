/**
 * Graphs that can replace what they compute at some hook points, beside the graph that is only read, in the folder of
 * the compiled model: `replacing-<hash of the hook points>-<hash of the file>.onnx`. They share its weights. A file is
 * written once for a set of hook points; a name that does not say what is in the file is not believed, and made anew.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeFile } from '../files/write-file.ts';
import { readFailure, writeFailure } from '../files/failures.ts';
import { sha256 } from '../files/hashing.ts';

const HASH_LENGTH = 16;
const PARTIAL = '.partial';
/** Writing takes milliseconds: a partial file of this age was left by a process that was killed. */
const LEFTOVER_MILLISECONDS = 60_000;

/**
 * The graph of `compiledFolder` that can replace at exactly these hook points.
 * @param encode makes the file's bytes, when it is not there yet
 * @returns its path
 * @throws PairlensError FILE_UNREADABLE, DISK_FULL, FILE_UNWRITABLE, and what `encode` throws
 */
export async function graphVariant(
  compiledFolder: string,
  hooks: ReadonlySet<string>,
  encode: () => Promise<Uint8Array>,
): Promise<string> {
  const prefix = `replacing-${shortHash([...hooks].sort().join('\n'))}-`;
  const known = await find(compiledFolder, prefix);
  if (known !== null) return known;

  const graph = await encode();
  const path = join(compiledFolder, `${prefix}${shortHash(graph)}.onnx`);
  await removeLeftovers(compiledFolder);
  await writeWholeFile(path, graph);
  return path;
}

function shortHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, HASH_LENGTH);
}

async function find(folder: string, prefix: string): Promise<string | null> {
  try {
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || name.endsWith(PARTIAL)) continue;
      const path = join(folder, name);
      if (name === `${prefix}${shortHash(await readFile(path))}.onnx`) return path;
    }
    return null;
  } catch (error) {
    throw readFailure(folder, error);
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      if (!name.startsWith('replacing-') || !name.endsWith(PARTIAL)) continue;
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > LEFTOVER_MILLISECONDS) await rm(path, { force: true });
    }
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

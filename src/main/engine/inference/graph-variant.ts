/**
 * Graphs that can do something else than be read at their hook points (replace what they compute there, give scores in the
 * place of logits), beside the plain graph in the folder of the compiled model: `variant-<hash of what it can>-<hash of the
 * file>.onnx`. They share its weights. A file is written once for what it can; a name that does not say what is in the
 * file is not believed, and made anew. Where that folder is only read, graphs that are not there stay in memory.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphOptions } from '../../../core/architectures/model-builder.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { writeWholeFile } from '../files/write-file.ts';
import { readFailure } from '../files/failures.ts';
import { sha256 } from '../files/hashing.ts';
import type { GraphSource } from './session-messages.ts';

const HASH_LENGTH = 16;

/**
 * The graph of `compiledFolder` that can do exactly this.
 * @param encode makes the file's bytes, when it is not there yet
 * @param keepsHalves as GraphSource has it
 * @returns its file; its bytes where they can be read but not written there
 * @throws PairlensError FILE_UNREADABLE, DISK_FULL, and what `encode` throws
 */
export async function graphVariant(
  compiledFolder: string,
  options: GraphOptions,
  encode: () => Promise<Uint8Array>,
  keepsHalves = false,
): Promise<Exclude<GraphSource, string>> {
  const prefix = `variant-${shortHash(variantKey(options))}-`;
  const known = await find(compiledFolder, prefix);
  if (known !== null) return { path: known, keepsHalves };

  const graph = await encode();
  const path = join(compiledFolder, `${prefix}${shortHash(graph)}.onnx`);
  try {
    await writeWholeFile(path, graph);
    return { path, keepsHalves };
  } catch (error) {
    if (!(error instanceof PairlensError) || error.code !== 'FILE_UNWRITABLE') throw error;
    return { bytes: graph, weightsFolder: compiledFolder, keepsHalves };
  }
}

/** The same for the same options, in whatever order they come. */
export function variantKey({ replaceable, logitOutputs, norms, from, lens, halves }: GraphOptions): string {
  const sets = [replaceable, logitOutputs, ...(norms ? [norms.outputs, norms.hooks] : [])];
  const parts: unknown[] = sets.map((set: ReadonlySet<string>) => [...set].sort());
  if (from) parts.push(from.hook, [...from.hooks].sort());
  if (lens) parts.push({ lens: [...lens].sort((a, b) => a - b) });
  if (halves) parts.push({ halves });
  return JSON.stringify(parts);
}

function shortHash(content: string | Uint8Array): string {
  return sha256(content).slice(0, HASH_LENGTH);
}

async function find(folder: string, prefix: string): Promise<string | null> {
  try {
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix) || !name.endsWith('.onnx')) continue;
      const path = join(folder, name);
      if (name === `${prefix}${shortHash(await readFile(path))}.onnx`) return path;
    }
    return null;
  } catch (error) {
    throw readFailure(folder, error);
  }
}

const VARIANT_NAME = /^variant-[0-9a-f]+-([0-9a-f]+)\.onnx$/;

/** Whether a file beside a compiled graph is what its name says; yes for one that is no such graph. */
export async function isSoundVariant(folder: string, name: string): Promise<boolean> {
  const [, hash] = VARIANT_NAME.exec(name) ?? [];
  if (hash === undefined) return true;
  const path = join(folder, name);
  try {
    return shortHash(await readFile(path)) === hash;
  } catch (error) {
    throw readFailure(path, error);
  }
}

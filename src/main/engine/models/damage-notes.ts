/**
 * Compiled models that were found damaged: a small file each in `<home>/models/damaged/`. The folder itself is made again
 * and tells nothing any more; runs that were made with it before, by a Pairlens that did not check, can still be named.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../files/hashing.ts';
import { namesIn, readIfThere } from '../files/if-there.ts';
import { writeWholeFile } from '../files/write-file.ts';

const damageNote = z.object({
  /** Of the checkpoint: what a run names its model by. */
  weightsHash: z.string(),
  /** Which file of the compiled form was not what was compiled. */
  path: z.string(),
  foundAt: z.string(),
});
export type DamageNote = z.output<typeof damageNote>;

/** @throws PairlensError DISK_FULL, FILE_UNWRITABLE */
export async function noteDamage(modelsFolder: string, note: DamageNote): Promise<void> {
  const text = JSON.stringify(note);
  await writeWholeFile(join(folderOf(modelsFolder), `${sha256(text).slice(0, 16)}.json`), `${text}\n`);
}

/** The first found first; a note that cannot be read tells nothing. @throws PairlensError FILE_UNREADABLE */
export async function readDamageNotes(modelsFolder: string): Promise<DamageNote[]> {
  const folder = folderOf(modelsFolder);
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json'));
  const notes = await Promise.all(names.map(async (name) => parse(await readIfThere(join(folder, name)))));
  return notes
    .filter((note) => note !== undefined)
    .sort((a, b) => (a.foundAt < b.foundAt ? -1 : a.foundAt > b.foundAt ? 1 : 0));
}

function folderOf(modelsFolder: string): string {
  return join(modelsFolder, 'damaged');
}

function parse(text: string | null): DamageNote | undefined {
  try {
    return damageNote.safeParse(JSON.parse(text ?? 'null')).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

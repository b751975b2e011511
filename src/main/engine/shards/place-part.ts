/** Moves the files of a part into their places: all of them lie beside these, on the disk, before; the record comes last. */
import { join } from 'node:path';
import { type FileContent, type PreparedFile, prepareDurableUsersFile } from '../files/write-file.ts';
import { HashedPieces } from './hashed-pieces.ts';
import { recordFile } from './part-files.ts';
import { partsRefused, wrongFile } from './part-folder.ts';
import type { AnyRecord, PartFile } from './part-format.ts';

/** Writes files beside their places, in the order in which they are to be placed. */
export interface PartFiles {
  /**
   * @param content told whom to tell how many rows it has
   * @returns what it came to, for the record
   */
  table(
    name: string,
    content: (onRows: (rows: number) => void) => AsyncIterable<Uint8Array>,
  ): Promise<PartFile>;
  record(record: AnyRecord): Promise<void>;
}

/** Whoever writes the same part meanwhile may be between two files. */
const TRIES = 3;

/**
 * A part that somebody else has written meanwhile, and that is whole, stays; what was written here is given up then.
 * @param prepare writes the files, the record last
 * @param whole the part that is there, if it is whole and of the same plan
 * @returns the record, as it is there
 * @throws PairlensError DISK_FULL, FILE_UNWRITABLE: nothing passes for a whole part then; what `whole` throws
 */
export async function placePart<Part extends AnyRecord>(
  folder: string,
  prepare: (files: PartFiles) => Promise<Part>,
  whole: () => Promise<Part | null>,
): Promise<Part> {
  for (let tried = 1; ; tried++) {
    const written = await placeOnce(folder, prepare, whole);
    const wrong = await wrongFile(folder, written);
    if (wrong === null) return written;
    if (tried === TRIES) throw partsRefused(folder, `${wrong}, though it has just been written`);
  }
}

async function placeOnce<Part extends AnyRecord>(
  folder: string,
  prepare: (files: PartFiles) => Promise<Part>,
  whole: () => Promise<Part | null>,
): Promise<Part> {
  const prepared: PreparedFile[] = [];
  try {
    const record = await prepare(filesIn(folder, prepared));
    const there = await whole();
    if (there !== null) return there;
    for (const file of prepared) await file.place();
    return record;
  } finally {
    // Of those that are in their places nothing is left to discard.
    for (const file of prepared) await file.discard();
  }
}

function filesIn(folder: string, prepared: PreparedFile[]): PartFiles {
  const prepare = async (name: string, content: FileContent) => {
    prepared.push(await prepareDurableUsersFile(join(folder, name), content));
  };
  return {
    async table(name, content) {
      const hashed = new HashedPieces();
      let rows = 0;
      await prepare(name, hashed.pass(content((count) => (rows = count))));
      return { ...hashed.finish(), rows };
    },
    record: (record) => prepare(recordFile(record), `${JSON.stringify(record, null, 2)}\n`),
  };
}

import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type FileContent, writeUsersFile } from '../engine/files/write-file.ts';
import { note } from './output.ts';

/** To a file, whole or not at all, or else to standard output. */
export async function writeResult(content: FileContent, out: string | undefined): Promise<void> {
  if (out === undefined) {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeline(pieces, process.stdout, { end: false });
    return;
  }
  const file = resolve(out);
  await writeUsersFile(file, content);
  note(`Written to ${file}`);
}

/** A file of pairs on its way to the engine: sent piece by piece from a page, named by its path from the desktop. */
import { client } from '../engine/client.ts';

/** A file that a person has chosen, or dropped. */
export type SetFile = { readonly name: string; readonly bytes: number } & (
  { readonly content: File } | { readonly path: string }
);

/** As much of a file is looked at before it is imported. */
const BEGINNING_BYTES = 2 ** 18;

/** The file as `sets.previewImport` takes it. */
export function beginningOf(file: SetFile): { beginning: Blob; bytes: number } | { path: string } {
  return 'path' in file
    ? { path: file.path }
    : { beginning: file.content.slice(0, BEGINNING_BYTES), bytes: file.bytes };
}

/**
 * The file as `sets.import` takes it, once the engine has all of it.
 * @param onSent told how many bytes have come
 * @throws ORPCError as the engine says; DOMException when `signal` says so
 */
export async function sendFile(
  file: SetFile,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<{ uploadId: string } | { path: string }> {
  if ('path' in file) return { path: file.path };
  const { uploadId, pieceBytes } = await client.sets.beginUpload({ fileName: file.name, bytes: file.bytes });
  try {
    for (let offset = 0; offset < file.bytes; offset += pieceBytes) {
      signal.throwIfAborted();
      const content = file.content.slice(offset, offset + pieceBytes);
      onSent((await client.sets.appendUpload({ uploadId, offset, content })).received);
    }
    signal.throwIfAborted();
  } catch (error) {
    await client.sets.discardUpload({ uploadId });
    throw error;
  }
  return { uploadId };
}

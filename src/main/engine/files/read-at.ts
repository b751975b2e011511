import { PairlensError } from '../../../shared/errors.ts';

/** What of a FileHandle is needed to read from anywhere in a file. */
export interface Readable {
  read(buffer: Uint8Array, options: { offset: number; position: number }): Promise<{ bytesRead: number }>;
}

/**
 * `length` bytes from `position` on.
 * @throws PairlensError CHECKPOINT_INVALID when the file ends before
 */
export async function readAt(handle: Readable, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes.subarray(done), { offset: 0, position: position + done });
    if (bytesRead === 0)
      throw new PairlensError(
        'CHECKPOINT_INVALID',
        `the file ends at byte ${position + done}, short of ${position + length}`,
      );
    done += bytesRead;
  }
  return bytes;
}

/** The tensors of a torch file: its pickle read from a zip archive, or from the beginning of a legacy stream. */
import type { FileHandle } from 'node:fs/promises';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { TensorEntry } from '../../../core/checkpoints/tensor-index.ts';
import {
  type ArchiveEntry,
  checkCount,
  type LegacyTorchFile,
  MAX_PICKLE_BYTES,
  parseLegacyTorchFile,
  parseTorchArchive,
  torchArchive,
  torchFormat,
} from '../../../core/checkpoints/torch-file.ts';
import { invalidTorch } from '../../../core/checkpoints/torch-state-dict.ts';
import { PickleTruncated } from '../../../core/checkpoints/unpickle.ts';
import { messageOf } from '../../../core/errors.ts';
import { isActionable } from '../../../shared/errors.ts';
import { systemCode } from '../files/failures.ts';
import { readAt } from '../files/read-at.ts';

/** An archive has one entry for each storage, and a state_dict has no more storages than tensors. */
const MAX_ENTRIES = 100_000;
const MAX_BYTE_ORDER_BYTES = 16;
const STORED = 0;
const FIRST_READ_BYTES = 256 << 10;

/**
 * @param size of the whole file
 * @throws CoreError, PairlensError CHECKPOINT_INVALID
 */
export async function readTorchTensors(handle: FileHandle, size: number): Promise<Map<string, TensorEntry>> {
  const format = torchFormat(await readAt(handle, 0, Math.min(16, size)));
  if (format === 'zip') return readArchive(handle, size);
  if (format === 'legacy') return readLegacy(handle, size);
  throw invalidTorch(
    `the file, of ${size} bytes, begins neither as torch's zip archives nor as its older files do`,
  );
}

async function readArchive(handle: FileHandle, size: number): Promise<Map<string, TensorEntry>> {
  const archive = torchArchive(await listEntries(handle, size));
  const { pickle, byteOrder } = archive;
  return parseTorchArchive(
    archive,
    await readAt(handle, pickle.begin, pickle.end - pickle.begin),
    byteOrder &&
      (await readAt(
        handle,
        byteOrder.begin,
        Math.min(byteOrder.end - byteOrder.begin, MAX_BYTE_ORDER_BYTES),
      )),
  );
}

async function listEntries(handle: FileHandle, size: number): Promise<ArchiveEntry[]> {
  try {
    const zip = await fromRandomAccessReaderPromise(new HandleReader(handle, size), size, {
      autoClose: false,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw invalidTorch(`the zip archive has ${zip.entryCount} entries; at most ${MAX_ENTRIES} are read`);
    const entries: ArchiveEntry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(await locate(zip, entry));
    return entries;
  } catch (error) {
    if (isActionable(error) || systemCode(error) !== undefined) throw error;
    throw invalidTorch(`the zip archive is damaged (${messageOf(error)})`);
  }
}

async function locate(zip: ZipFile, entry: Entry): Promise<ArchiveEntry> {
  const isStored = entry.compressionMethod === STORED && !entry.isEncrypted();
  const { fileDataStart: begin } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return {
    name: entry.fileName,
    begin,
    end: begin + entry.compressedSize,
    unpackedBytes: isStored ? null : entry.uncompressedSize,
  };
}

/** Reads for yauzl; a place that the archive claims and that the file does not have is an error, never an exception. */
class HandleReader extends RandomAccessReader {
  readonly #handle: FileHandle;
  readonly #size: number;

  constructor(handle: FileHandle, size: number) {
    super();
    this.#handle = handle;
    this.#size = size;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#read(buffer, offset, length, position)
      .then(() => callback(null))
      // Reading has failed, or the callback has thrown.
      .catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error))));
  }

  async #read(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    if (position < 0 || position + length > this.#size)
      throw invalidTorch(
        `the zip archive refers to bytes ${position} to ${position + length} of a file of ${this.#size}`,
      );
    buffer.set(await readAt(this.#handle, position, length), offset);
  }
}

async function readLegacy(handle: FileHandle, size: number): Promise<Map<string, TensorEntry>> {
  const { tensors, counts } = await readLegacyBeginning(handle, size);
  for (const count of counts) checkCount(count, await readAt(handle, count.position, 8));
  return tensors;
}

/** How long the pickles are is known only when they have been read: more is fetched until they end. */
async function readLegacyBeginning(handle: FileHandle, size: number): Promise<LegacyTorchFile> {
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const all = length >= Math.min(size, MAX_PICKLE_BYTES);
    const bytes = await readAt(handle, 0, Math.min(length, size, MAX_PICKLE_BYTES));
    try {
      return parseLegacyTorchFile(bytes, size);
    } catch (error) {
      if (!(error instanceof PickleTruncated)) throw error;
      if (all && size > MAX_PICKLE_BYTES)
        throw invalidTorch(`its pickles have over ${MAX_PICKLE_BYTES} bytes, more than are read`);
      if (all) throw error;
    }
  }
}

/** Files that are imported: where their bytes are, and what they are called. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure } from '../files/failures.ts';
import { formatByName } from './layout.ts';

/** Pieces in which a file is read. */
export const PIECE_BYTES = 2 ** 18;
/** As much of a file is looked at before it is imported. */
const PREVIEW_BYTES = 2 ** 18;
/** Larger files are refused: as much as a set may have takes less. */
export const LARGEST_FILE_BYTES = 2 ** 30;
/** What comes through a pipe can be read once only, and is in memory meanwhile. */
const LARGEST_PIPE_BYTES = 2 ** 26;

/** A file on this machine, or its content. */
export type FileSource = { readonly path: string } | { readonly content: Blob };

export interface ImportFile {
  /** What it is called, without its folder. */
  readonly fileName: string;
  readonly source: FileSource;
}

/** Whether this can only be meant as a file: it has the extension of one, or folders in front. */
export function looksLikeFile(nameOrPath: string): boolean {
  return (
    formatByName(nameOrPath) !== null || /\.(txt|text|md)$/i.test(nameOrPath) || /[/\\]/.test(nameOrPath)
  );
}

/** What a set from this file is called. */
export function setNameOf(fileName: string): string {
  return basename(fileName, extname(fileName)).trim() || fileName;
}

/** The words for a file that is too large, or null. */
export function tooLargeWords(fileName: string, bytes: number, most = LARGEST_FILE_BYTES): string | null {
  if (bytes <= most) return null;
  return `${fileName} has ${Math.ceil(bytes / 2 ** 20)} MiB; ${most / 2 ** 20} MiB are the most that is imported`;
}

/**
 * The same file, ready to be read twice, with its size.
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large
 */
export async function openSource({
  fileName,
  source,
}: ImportFile): Promise<{ source: FileSource; bytes: number }> {
  if ('content' in source) return checkedSize(fileName, source, source.content.size);
  const { path } = source;
  try {
    const found = await stat(path);
    if (found.isFile()) return checkedSize(fileName, source, found.size);
    if (found.isDirectory())
      throw new PairlensError('FILE_UNREADABLE', `${path} cannot be read: it is a folder`, { path });
    if (found.isCharacterDevice() || found.isBlockDevice())
      throw new PairlensError('FILE_UNREADABLE', `${path} cannot be read: it is a device, not a file`, {
        path,
      });
    const content = await readPipe(path, fileName);
    return { source: { content }, bytes: content.size };
  } catch (error) {
    throw readFailure(path, error);
  }
}

function checkedSize(
  fileName: string,
  source: FileSource,
  bytes: number,
): { source: FileSource; bytes: number } {
  const words = tooLargeWords(fileName, bytes);
  if (words !== null) throw new PairlensError('SET_INVALID', words, { fileName, bytes });
  return { source, bytes };
}

async function readPipe(path: string, fileName: string): Promise<Blob> {
  const pieces: Buffer<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const piece of createReadStream(path)) {
    pieces.push(piece as Buffer<ArrayBuffer>);
    bytes += (piece as Buffer).length;
    const words = tooLargeWords(fileName, bytes, LARGEST_PIPE_BYTES);
    if (words !== null)
      throw new PairlensError('SET_INVALID', `${words} from what is no regular file`, { path });
  }
  return new Blob(pieces);
}

/** The bytes of a file, from its beginning. @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
export async function* piecesOf(source: FileSource): AsyncGenerator<Uint8Array> {
  if ('content' in source) {
    for (let start = 0; start < source.content.size; start += PIECE_BYTES)
      yield new Uint8Array(await source.content.slice(start, start + PIECE_BYTES).arrayBuffer());
    return;
  }
  try {
    for await (const piece of createReadStream(source.path, { highWaterMark: PIECE_BYTES }))
      yield piece as Buffer;
  } catch (error) {
    throw readFailure(source.path, error);
  }
}

/** The first `bytes` of a file. @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE */
async function beginningOf(source: FileSource, bytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(source)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(pieces).subarray(0, bytes);
}

/** What a page sends of a file before it is imported: its beginning, of so many bytes in all; or where it is. */
export type FileLookedAt = { readonly beginning: Blob; readonly bytes: number } | { readonly path: string };

/**
 * The beginning of a file, to be shown to a person, and whether that is all of it.
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE; SET_INVALID for a file that is too large
 */
export async function lookInto(
  fileName: string,
  file: FileLookedAt,
): Promise<{ readonly beginning: Uint8Array; readonly isWhole: boolean }> {
  const { source, bytes } = await sourceOf(fileName, file);
  const beginning = await beginningOf(source, PREVIEW_BYTES);
  return { beginning, isWhole: bytes <= beginning.length };
}

function sourceOf(
  fileName: string,
  file: FileLookedAt,
): Promise<{ source: FileSource; bytes: number }> | { source: FileSource; bytes: number } {
  if ('path' in file) return openSource({ fileName, source: { path: file.path } });
  return checkedSize(fileName, { content: file.beginning }, file.bytes);
}

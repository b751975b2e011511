import { createReadStream } from 'node:fs';
import { PairlensError } from '../../../shared/errors.ts';
import { readFailure } from './failures.ts';

/** Texts that Pairlens reads as a whole are at most as large. */
const LARGEST_TEXT_BYTES = 2 ** 26;

/**
 * The text of a file.
 * @param mostBytes what has more is not that kind of file, and would hold up everything
 * @throws PairlensError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readText(path: string, mostBytes = LARGEST_TEXT_BYTES): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path)) {
      pieces.push(piece as Buffer);
      bytes += (piece as Buffer).length;
      if (bytes > mostBytes) throw tooLarge(path, mostBytes);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function tooLarge(path: string, mostBytes: number): PairlensError {
  const most = `${mostBytes / 2 ** 20} MiB`;
  return new PairlensError('FILE_UNREADABLE', `${path} cannot be read: it has more than ${most}`, {
    path,
    mostBytes,
  });
}

/** A zip archive, in pieces as it is packed. */
import { ZipFile } from 'yazl';

/**
 * @param fill puts in what the archive is to have
 * @param signal stops it
 * @throws the signal's reason; what reading a file that is packed throws
 */
export async function* zipPieces(
  fill: (zip: Pick<ZipFile, 'addBuffer' | 'addFile' | 'addReadStream'>) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const { outputStream } = zip;
  zip.once('error', (error: Error) =>
    (outputStream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(error),
  );
  fill(zip);
  zip.end();
  for await (const piece of outputStream) {
    signal.throwIfAborted();
    yield piece as Buffer;
  }
}

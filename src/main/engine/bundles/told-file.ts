/** A file as a stream that tells how far it is read, and can be closed before its end. */
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';

export interface ToldFile {
  readonly content: Transform;
  /** Returns once the file is closed, also where it was not read to its end: Windows removes no folder of a file that is open. */
  readonly close: () => Promise<void>;
}

/** @param tell how much of it is read, from 0 to 1 */
export function toldFile(path: string, bytes: number, tell: (share: number) => void): ToldFile {
  let read = 0;
  const told = new Transform({
    transform(piece: Buffer, _encoding, done) {
      read += piece.length;
      tell(read / bytes);
      done(null, piece);
    },
  });
  const file = createReadStream(path);
  const closed = new Promise<void>((resolve) => file.once('close', resolve));
  return {
    // What reading fails with goes on to whoever reads this.
    content: pipeline(file, told, () => undefined),
    close() {
      told.destroy();
      file.destroy();
      return closed;
    },
  };
}

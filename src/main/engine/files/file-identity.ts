/** Which file is at a path, and in which state: what changes whenever somebody writes to it or puts another in its place. */
import { stat } from 'node:fs/promises';

export interface FileIdentity {
  /** Device, inode, size and both times, to the nanosecond. Setting a file's times back changes its ctime. */
  readonly text: string;
  readonly size: number;
  /** When it last changed, in milliseconds since 1970. */
  readonly changed: number;
}

/** @throws what the operating system says */
export async function identityOf(path: string): Promise<FileIdentity> {
  const { dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs } = await stat(path, { bigint: true });
  return {
    text: [dev, ino, size, mtimeNs, ctimeNs].join(' '),
    size: Number(size),
    changed: Math.max(Number(ctimeMs), Number(mtimeMs)),
  };
}

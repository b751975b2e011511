/** What lies in the place of weights and is something else, told by how it begins. */
import type { FileHandle } from 'node:fs/promises';
import { PairlensError } from '../../../shared/errors.ts';
import { readAt } from '../files/read-at.ts';

const BEGINNING_BYTES = 256;

interface OtherFile {
  readonly begins: RegExp;
  readonly is: string;
}

const DOWNLOAD_AGAIN = 'download the file again, logged in where the model asks for that';
const OTHER_FILES: readonly OtherFile[] = [
  // A repository cloned without Git LFS has a few lines of text in place of each large file.
  {
    begins: /^version https:\/\/git-lfs/,
    is: 'a Git LFS pointer, not the weights themselves (git lfs pull fetches them)',
  },
  {
    begins: /^\s*<(!doctype|html|\?xml)/i,
    is: `a web page that was saved in place of the weights: ${DOWNLOAD_AGAIN}`,
  },
  {
    begins: /^\s*\{\s*"?(error|message|detail)"?\s*:/i,
    is: `an error message of a server that was saved in place of the weights: ${DOWNLOAD_AGAIN}`,
  },
  { begins: /^GGUF/, is: 'weights in GGUF, the form of llama.cpp, under another name' },
  { begins: /^\x89HDF/, is: 'weights of TensorFlow (HDF5), under another name' },
  {
    begins: /^\0{64}/,
    is: 'nothing but zeros where it begins: a download that was broken off, or a disk that lost it; get the file again',
  },
];

/** @throws PairlensError CHECKPOINT_INVALID saying what the file is */
export async function refuseOtherFiles(handle: FileHandle, size: number): Promise<void> {
  const beginning = await readAt(handle, 0, Math.min(BEGINNING_BYTES, size));
  const text = Buffer.from(beginning).toString('latin1');
  const other = OTHER_FILES.find(({ begins }) => begins.test(text));
  if (other) throw new PairlensError('CHECKPOINT_INVALID', other.is);
}

/** Names that come from outside and become addresses and paths: they are refused before that, never repaired. */
import { PairlensError } from '../../../shared/errors.ts';

const PART = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,95}$/;
const REVISION = /^[A-Za-z0-9_][A-Za-z0-9._/+-]{0,254}$/;
const COMMIT = /^[A-Za-z0-9]{1,64}$/;

/**
 * The id of a model on the Hub: `name` or `owner/name`.
 * @throws PairlensError BAD_REQUEST for anything else, as an address, a path, or one with `..` in it
 */
export function checkModelId(id: string): string {
  const parts = id.split('/');
  if (parts.length > 2 || !parts.every((part) => PART.test(part) && !part.includes('..')))
    throw new PairlensError(
      'BAD_REQUEST',
      `${JSON.stringify(id)} is not the id of a model on the Hub, such as prajjwal1/bert-tiny or gpt2`,
      { id },
    );
  return id;
}

/**
 * A branch, a tag or a commit.
 * @throws PairlensError BAD_REQUEST
 */
export function checkRevision(revision: string): string {
  if (!REVISION.test(revision) || revision.includes('..'))
    throw new PairlensError(
      'BAD_REQUEST',
      `${JSON.stringify(revision)} is not a revision: give a branch, a tag or a commit`,
      { revision },
    );
  return revision;
}

/** Whether it can be a commit, and so the name of a folder. */
export function isCommit(commit: string): boolean {
  return COMMIT.test(commit);
}

/** Whether a file of that name lies in its repository's folder, below it or not. */
export function staysInFolder(name: string): boolean {
  return (
    !/[\\:\p{Cc}]/u.test(name) &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/** The folder of a model's revisions. */
export function folderNameOf(id: string): string {
  return id.replace('/', '--');
}

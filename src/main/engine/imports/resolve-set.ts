/** What a person means by `FILE|SET` on the command line. */
import { existsSync } from 'node:fs';
import { PairlensError } from '../../../shared/errors.ts';
import { looksLikeFile } from './import-file.ts';

/** Where a set may come from. */
export interface SetWays<StoredSet> {
  /** 'sentence set' */
  readonly what: string;
  fromFile(): Promise<StoredSet>;
  /** The set of the project that has the name, or null. */
  stored(): StoredSet | null;
  readonly bundledNames: readonly string[];
  bundled(): Promise<StoredSet>;
  /** Those of the project. */
  names(): readonly string[];
}

/**
 * A path, or a name with the extension of a file, is a file if one is there; anything else is the name of a set of the
 * project, or of a bundled set, or else a file.
 * @throws PairlensError FILE_NOT_FOUND when it is none of these
 */
export async function resolveSet<StoredSet>(
  nameOrPath: string,
  ways: SetWays<StoredSet>,
): Promise<StoredSet> {
  const isThere = existsSync(nameOrPath);
  if (isThere && looksLikeFile(nameOrPath)) return ways.fromFile();
  const stored = ways.stored();
  if (stored !== null) return stored;
  if (ways.bundledNames.includes(nameOrPath)) return ways.bundled();
  if (isThere) return ways.fromFile();
  const names = [...new Set([...ways.names(), ...ways.bundledNames])];
  throw new PairlensError(
    'FILE_NOT_FOUND',
    `${nameOrPath} is neither a file nor a ${ways.what}; the sets are ${names.join(', ')}`,
    { path: nameOrPath, sets: names },
  );
}

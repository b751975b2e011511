/** Where things are on this machine: what ships with the program, and what it keeps for its user. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { PairlensError } from '../../shared/errors.ts';

let foundRoot: string | null = null;

/**
 * The folder that has both package.json and migrations/: found by walking up from this module, which is in the source
 * tree, in a bundle's output folder, or beside an unpacked archive.
 */
export function projectRoot(): string {
  foundRoot ??= findRoot(import.meta.dirname);
  return foundRoot;
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'migrations'))) return folder;
    if (dirname(folder) === folder)
      throw new PairlensError('INTERNAL', `no folder with package.json and migrations/ above ${start}`);
  }
}

/** In a package the shell's root is an archive; what the engine reads lies in a folder beside it, where it has its root. */
export function unpacked(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}

/** Bundled models, sentence sets and fonts. */
export function resourcesDir(): string {
  return unpacked(join(projectRoot(), 'resources'));
}

export function migrationsDir(): string {
  return unpacked(join(projectRoot(), 'migrations'));
}

/** Where workspaces and compiled models live: PAIRLENS_HOME, or the platform's data folder. */
export function defaultHome(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = environment['PAIRLENS_HOME'];
  return chosen ? resolve(chosen) : envPaths('pairlens', { suffix: '' }).data;
}

/** The workspace that is opened when nobody names one. */
export function defaultStorePath(home: string): string {
  return join(home, 'workspaces', 'default.sqlite');
}

const packageFile = z.object({ version: z.string() });

/** The version of Pairlens, as package.json has it. */
export function pairlensVersion(): string {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  return packageFile.parse(JSON.parse(text)).version;
}

/** Opens the engine in this process for the length of one command. */
import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Project } from '../../shared/entities.ts';
import { PairlensError } from '../../shared/errors.ts';
import { note } from './output.ts';
import type { Engine } from '../engine/engine.ts';
import { isLeftOpen, leftOpenWords } from '../engine/store/left-open.ts';
import { defaultHome, defaultStorePath } from '../engine/paths.ts';

export interface StoreOptions {
  readonly store?: string;
}

export function storeOption(): Option {
  return new Option('--store <file>', 'the workspace, an SQLite file (default: the one in PAIRLENS_HOME)');
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document');
}

/**
 * Opens the workspace, uses it and closes it. With `readonly` it can be one that another Pairlens has open. The default
 * workspace is made when it is not there yet, so that a list of nothing is a list; one that a person names is not.
 */
export async function withEngine<Result>(
  options: StoreOptions & { readonly readonly?: boolean },
  use: (engine: Engine) => Promise<Result> | Result,
): Promise<Result> {
  const storePath = options.store === undefined ? defaultStorePath(defaultHome()) : resolve(options.store);
  const readonly = options.readonly === true && (options.store !== undefined || existsSync(storePath));
  const engine = await openWorkspace(storePath, readonly);
  if (readonly && isLeftOpen(engine.store.path, engine.store.hasWriter()))
    note(`Note: ${leftOpenWords(engine.store.path)}.`);
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** The first project of the workspace, unless one is named. @throws PairlensError NOT_FOUND */
export function projectNamed(engine: Engine, name: string | undefined): Project {
  if (name === undefined) return engine.defaultProject();
  const project = engine.projects.list().find((one) => one.name === name);
  if (project !== undefined) return project;
  throw new PairlensError('NOT_FOUND', `no project is called ${name}`, { project: name });
}

async function openWorkspace(storePath: string, readonly: boolean): Promise<Engine> {
  // Imported when it is needed: it takes half a second, and --help does not need it.
  const { openEngine } = await import('../engine/engine.ts');
  try {
    return await openEngine({ shell: 'cli', storePath, readonly });
  } catch (error) {
    // A workspace of an older Pairlens is brought up to date, which needs writing.
    if (!readonly || !(error instanceof PairlensError) || error.code !== 'STORE_READONLY') throw error;
    return openEngine({ shell: 'cli', storePath });
  }
}

/** A command that only groups others. */
export function group(name: string, description: string, ...commands: Command[]): Command {
  const command = new Command(name).description(description);
  for (const child of commands) command.addCommand(child);
  return command;
}

/** Opens the engine in this process for the length of one command. */
import { Command, Option } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Engine, openEngine } from '../engine/engine.ts';
import { defaultHome, defaultStorePath } from '../engine/paths.ts';

export interface StoreOptions {
  readonly store?: string;
}

export function storeOption(): Option {
  return new Option('--store <file>', 'the workspace, an SQLite file').default(
    undefined,
    'the default workspace',
  );
}

export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document').default(false);
}

/**
 * Opens the workspace, uses it and closes it. With `readonly` it can be one that another Pairlens has open; a workspace
 * that is not there yet is made all the same, so that a list of nothing is a list.
 */
export async function withEngine<Result>(
  options: StoreOptions & { readonly readonly?: boolean },
  use: (engine: Engine) => Promise<Result> | Result,
): Promise<Result> {
  const storePath = options.store === undefined ? defaultStorePath(defaultHome()) : resolve(options.store);
  const readonly = options.readonly === true && existsSync(storePath);
  const engine = await openEngine({ shell: 'cli', storePath, readonly });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}

/** A command that only groups others. */
export function group(name: string, description: string, ...commands: Command[]): Command {
  const command = new Command(name).description(description);
  for (const child of commands) command.addCommand(child);
  return command;
}

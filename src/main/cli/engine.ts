/** Opens the engine in this process for the length of one command. */
import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { type Engine, openEngine } from '../engine/engine.ts';

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

export async function withEngine<Result>(
  options: StoreOptions & { readonly readonly?: boolean },
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine({
    shell: 'cli',
    ...(options.store === undefined ? {} : { storePath: resolve(options.store) }),
    ...(options.readonly === undefined ? {} : { readonly: options.readonly }),
  });
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

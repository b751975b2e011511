import { Command } from 'commander';
import { resolve } from 'node:path';
import { wholeNumber } from '../arguments.ts';
import { jsonOption, storeOption, type StoreOptions } from '../engine.ts';

interface ServeOptions extends StoreOptions {
  readonly port?: number;
  readonly host?: string;
  readonly open: boolean;
  readonly json: boolean;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('the workbench in the browser, at a loopback address with a token')
    .option('--port <n>', 'the port (default: a free one)', wholeNumber(0, 65_535))
    .option('--host <address>', 'listen beyond loopback: whoever has the token can then come in')
    .option('--open', 'open the browser', false)
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async ({ store, ...options }: ServeOptions) => {
      const { serve } = await import('../../server/serve.ts');
      await serve({ ...options, storePath: store === undefined ? undefined : resolve(store) });
    });
}

import { Command } from 'commander';
import { resolve } from 'node:path';
import { wholeNumber } from '../arguments.ts';
import { jsonOption, storeOption, type StoreOptions } from '../engine.ts';

interface ServeOptions extends StoreOptions {
  readonly port?: number;
  readonly host?: string;
  readonly open: boolean;
  readonly link: boolean;
  readonly json: boolean;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('the workbench in the browser, at a loopback address that a link opens once')
    .option('--port <n>', 'the port (default: a free one)', wholeNumber(0, 65_535))
    .option('--host <address>', 'listen beyond loopback: whoever has a link can then come in')
    .option('--open', 'open the browser', false)
    .option('--link', 'print a new link to the workbench that is being served already, and end', false)
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async ({ store, link, ...options }: ServeOptions) => {
      const storePath = store === undefined ? undefined : resolve(store);
      if (link) {
        const { printLinks } = await import('../../server/print-links.ts');
        printLinks({ ...options, storePath });
        return;
      }
      const { serve } = await import('../../server/serve.ts');
      await serve({ ...options, storePath, linkCommand: 'pairlens serve --link' });
    });
}

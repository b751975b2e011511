import { Command } from 'commander';
import { resolve } from 'node:path';
import { defaultHome, defaultStorePath } from '../../engine/paths.ts';
import { jsonOption, storeOption, type StoreOptions } from '../engine.ts';
import { counted, EXIT, note, print, printJson, wrapped } from '../output.ts';

export function checkCommand(): Command {
  return new Command('check')
    .description('whether a workspace and its models are what was written: pages, references, every hash')
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExit code 1 when something is damaged. Nothing is changed.')
    .action(async (options: StoreOptions & { json?: boolean }) => {
      const { checkWorkspace } = await import('../../engine/check/check-workspace.ts');
      const home = defaultHome();
      const store = options.store === undefined ? defaultStorePath(home) : resolve(options.store);
      const report = await checkWorkspace({ store, home }, (title) => note(`Checking ${title}`));
      if (!report.sound) process.exitCode = EXIT.failed;
      if (options.json === true) return printJson(report);
      for (const { is, what, then } of report.findings)
        print(wrapped(`${is === 'damaged' ? 'Damaged: ' : ''}${what}${then === '' ? '' : `; ${then}`}.`));
      const damaged = report.findings.filter(({ is }) => is === 'damaged').length;
      print(damaged === 0 ? `${report.store} is sound.` : `${report.store}: ${counted(damaged, 'fault')}.`);
    });
}

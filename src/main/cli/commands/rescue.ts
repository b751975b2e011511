import { Command } from 'commander';
import { resolve } from 'node:path';
import { defaultHome, defaultStorePath } from '../../engine/paths.ts';
import { jsonOption, storeOption, type StoreOptions } from '../engine.ts';
import { print, printJson, wrapped } from '../output.ts';

export function rescueCommand(): Command {
  return new Command('rescue')
    .description('copy what is sound of a damaged workspace into a new one')
    .requiredOption('--out <file>', 'the new workspace; never written over another file')
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nThe damaged workspace stays as it is. It must not be open in another Pairlens.')
    .action(async (options: StoreOptions & { out: string; json?: boolean }) => {
      const { rescueWorkspace } = await import('../../engine/rescue/rescue.ts');
      const store = options.store === undefined ? defaultStorePath(defaultHome()) : resolve(options.store);
      const report = rescueWorkspace(store, resolve(options.out));
      if (options.json === true) return printJson(report);
      print(`${report.out} has:`);
      for (const [kind, count] of Object.entries(report.kept)) print(`  ${count} ${kind}`);
      if (report.left.length === 0) return print('Nothing was left.');
      print('Left, or not whole:');
      for (const { what, why } of report.left) print(wrapped(`  ${what}: ${why}`));
    });
}

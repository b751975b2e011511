import { Command } from 'commander';
import { resolve } from 'node:path';
import { defaultHome, defaultStorePath } from '../../engine/paths.ts';
import { jsonOption, storeOption, type StoreOptions } from '../engine.ts';
import { EXIT, note, print, printJson } from '../output.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy a workspace as it is now, also while another Pairlens works in it')
    .requiredOption('--out <file>', 'the copy; never written over another file')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: StoreOptions & { out: string; json?: boolean }) => {
      const { backUpWorkspace } = await import('../../engine/backup.ts');
      const store = options.store === undefined ? defaultStorePath(defaultHome()) : resolve(options.store);
      const out = resolve(options.out);
      let told = 0;
      const { bytes, sound } = await backUpWorkspace(store, out, {
        onProgress({ done, total }) {
          const tenths = Math.floor((10 * done) / Math.max(1, total));
          if (tenths > told) note(`Copied ${10 * (told = tenths)} %`);
        },
      });
      if (!sound) process.exitCode = EXIT.failed;
      if (options.json === true) return printJson({ store, copy: out, bytes, sound });
      print(`${store} was copied to ${out}.`);
      if (!sound)
        print(
          'The workspace is damaged, and so is the copy: keep older ones. `pairlens check` says what it is, `pairlens rescue` copies what is sound.',
        );
    });
}

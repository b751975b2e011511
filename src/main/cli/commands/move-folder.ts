import { Command } from 'commander';
import { pathText } from '../../../core/bounds.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { print, printJson } from '../output.ts';

export function moveFolderCommand(): Command {
  return new Command('move-folder')
    .description('say where the folder with the results of a run is now; every file in it is compared first')
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .requiredOption('--folder <folder>', 'the folder', textAs(pathText))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (runId: number, options: StoreOptions & { folder: string; json?: boolean }) => {
      await withEngine(options, async (engine) => {
        await followJobs(engine, () => engine.runFolders.move({ runId, folder: options.folder }));
        const state = await engine.runFolders.state({ id: runId });
        if (options.json) return printJson(state);
        print(`The results of run ${runId} are in ${state?.folder ?? options.folder}.`);
      });
    });
}

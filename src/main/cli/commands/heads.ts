import { Command } from 'commander';
import { resolve } from 'node:path';
import { exportHeads } from '../../engine/exports/export-heads.ts';
import { storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { note } from '../output.ts';

interface HeadsOptions extends StoreOptions {
  readonly model: string;
  readonly against?: string;
  readonly out: string;
}

export function headsCommand(): Command {
  return new Command('heads')
    .description('all that analyses and runs know of the heads of a model: heads.csv and heads.html')
    .requiredOption('--model <name>', 'the model')
    .option('--against <name>', 'another model, whose heads stand beside')
    .requiredOption('--out <dir>', 'the folder to write to')
    .addOption(storeOption())
    .addHelpText(
      'after',
      '\nEvery analysis that is done adds what it knows (`pairlens analyze NAME --model M`), and every run its statistics.',
    )
    .action(async (options: HeadsOptions) => {
      const { model, against } = options;
      const out = resolve(options.out);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const request = { projectId: engine.defaultProject().id, model, against };
        const written = await followJobs(engine, () => exportHeads(engine, request, out));
        note(`${written.length} files written to ${out}`);
      });
    });
}

import { Command } from 'commander';
import { basename } from 'node:path';
import { nameText } from '../../../core/bounds.ts';
import { textAs } from '../arguments.ts';
import { jsonOption, projectNamed, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { print, printJson } from '../output.ts';
import { notesLeftOutWords } from '../../../shared/bundle-words.ts';

interface ImportOptions extends StoreOptions {
  readonly project?: string;
  readonly json?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description(
      'take the run of a bundle into a workspace: its hashes are compared first, and nothing is overwritten',
    )
    .argument('<bundle>', 'FILE.pairlens, as `export bundle` writes it')
    .option('--project <name>', 'the project it comes into (default: the first)', textAs(nameText))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (file: string, options: ImportOptions) => {
      await withEngine(options, async (engine) => {
        const project = projectNamed(engine, options.project);
        const { runId, notesLeftOut } = await followJobs(engine, () =>
          engine.bundles.read({ path: file, projectId: project.id }),
        );
        const run = engine.runs.get({ id: runId });
        if (options.json === true) return printJson(run);
        print(
          `${basename(file)} is run ${runId} here: ${run.set.name} with ${run.model.name}, ${run.done} of ${run.total} pairs.`,
        );
        if (notesLeftOut > 0) print(notesLeftOutWords(notesLeftOut));
      });
    });
}

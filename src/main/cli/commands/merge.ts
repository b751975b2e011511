import { Command } from 'commander';
import { resolve } from 'node:path';
import { nameText } from '../../../core/bounds.ts';
import { textAs } from '../arguments.ts';
import { jsonOption, projectNamed, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { prepareExportFolder } from '../../engine/exports/export-run.ts';
import { followJobs } from '../follow-jobs.ts';
import { reportRun } from '../report-run.ts';

interface MergeOptions extends StoreOptions {
  readonly project?: string;
  readonly name?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export function mergeCommand(): Command {
  return new Command('merge')
    .description('put the parts that `run --shard` wrote together, as one run of a workspace')
    .argument('<dir>', 'the folder that all shards wrote to')
    .option('--project <name>', 'the project it comes into (default: the first)', textAs(nameText))
    .option(
      '--name <name>',
      'what the set is called there (default: as in the parts; a set that is there with the same pairs is used)',
      textAs(nameText),
    )
    .option('--out <dir>', 'write metrics.csv, aggregates.csv, figures/ and run.json there')
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nAll parts have to be there, of one run, as they were written; what is not is named, and nothing is stored.\n' +
        'The folder is only read.',
    )
    .action(async (dir: string, options: MergeOptions) => {
      const out = options.out === undefined ? null : resolve(options.out);
      process.exitCode = await withEngine(options, async (engine) => {
        const project = projectNamed(engine, options.project);
        if (out !== null) await prepareExportFolder(out);
        return followJobs(engine, async () => {
          const { runId } = await engine.shards.merge({
            folder: resolve(dir),
            projectId: project.id,
            name: options.name,
          });
          return reportRun(engine, engine.runs.get({ id: runId }), { ...options, out });
        });
      });
    });
}

import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { LARGEST, modelText, pathText } from '../../../core/bounds.ts';
import { QUERY_CHOICES, type QueryChoice } from '../../../core/metrics/queries.ts';
import { ALIGNMENT_METHODS, type AlignmentMethod } from '../../../core/pairs/alignment.ts';
import { KEEP, type Keep } from '../../../shared/entities.ts';
import { comparisonChoice } from '../../../core/analyses/statistics/comparison-choice.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { prepareExportFolder } from '../../engine/exports/export-run.ts';
import { jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { noteLeftOut } from '../note-left-out.ts';
import { reportCheck } from '../report-quality.ts';
import { reportRun } from '../report-run.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';

interface RunCommandOptions extends StoreOptions {
  readonly pairs: string;
  readonly control?: string;
  readonly model: string;
  readonly out?: string;
  readonly alignment: AlignmentMethod;
  readonly keep: Keep;
  readonly queries: QueryChoice;
  readonly seed: number;
  readonly json?: boolean;
}

export function runCommand(): Command {
  const command = new Command('run')
    .description('run a set of sentence pairs through a model and store what changed at every head')
    .requiredOption(
      '--pairs <file|set>',
      'a CSV, TSV, JSON or JSONL file, or the name of a set',
      textAs(pathText),
    )
    .option('--control <file|set>', 'pairs whose change should not matter, to compare with', textAs(pathText))
    .requiredOption(
      '--model <name|folder>',
      'a bundled model, or a Hugging Face checkpoint folder',
      textAs(modelText),
    )
    .addOption(storeOption())
    .option('--out <dir>', 'write metrics.csv, aggregates.csv, figures/ and run.json there')
    .addOption(
      new Option('--alignment <method>', 'how positions correspond')
        .choices(ALIGNMENT_METHODS)
        .default('auto'),
    )
    .addOption(
      new Option('--keep <what>', 'activations to keep in the store').choices(KEEP).default('patterns'),
    )
    .addOption(
      new Option(
        '--queries <which>',
        'the tokens whose attention is compared; auto: from_change for decoders, all for encoders',
      )
        .choices(QUERY_CHOICES)
        .default('auto'),
    )
    .option('--seed <n>', 'seed of the resampling', wholeNumber(0, LARGEST.seed), 0)
    .addOption(jsonOption());
  addFieldFlags(command, comparisonChoice);
  return command
    .addHelpText(
      'after',
      '\nA name is that of a set in the workspace, or else of a bundled set.\n' +
        'A pair that fails alone, as when it is too long for the model, does not fail the run.',
    )
    .action(async (options: RunCommandOptions) => {
      const out = options.out === undefined ? null : resolve(options.out);
      process.exitCode = await withEngine(options, async (engine) => {
        const project = engine.defaultProject();
        const set = await engine.sets.resolve({ projectId: project.id, nameOrPath: options.pairs }, (file) =>
          noteLeftOut(file, options.pairs),
        );
        const control =
          options.control === undefined
            ? null
            : await engine.sets.resolve({ projectId: project.id, nameOrPath: options.control }, (file) =>
                noteLeftOut(file, options.control),
              );
        if (out !== null) await prepareExportFolder(out);
        return followJobs(engine, async () => {
          const about = {
            projectId: project.id,
            setId: set.id,
            controlSetId: control?.id ?? null,
            model: options.model,
          };
          await reportCheck(engine.runs.check({ ...about, alignment: options.alignment }));
          const { id } = await engine.runs.create({
            ...about,
            options: {
              alignment: options.alignment,
              keep: options.keep,
              queries: options.queries,
              seed: options.seed,
              comparison: comparisonChoice.parse(readFieldFlags(command, comparisonChoice)),
            },
          });
          return reportRun(engine, await engine.runs.finish({ id }), { ...options, out });
        });
      });
    });
}

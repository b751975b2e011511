import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { LARGEST, modelText, nameText, pathText } from '../../../core/bounds.ts';
import { QUERY_CHOICES, type QueryChoice } from '../../../core/metrics/queries.ts';
import { ALIGNMENT_METHODS, type AlignmentMethod } from '../../../core/pairs/alignment.ts';
import {
  type ColumnChoice,
  type GivenRunOptions,
  type ImportReport,
  KEEP,
  type Keep,
  type SentenceSet,
} from '../../../shared/entities.ts';
import {
  type ComparisonChoice,
  comparisonChoice,
} from '../../../core/analyses/statistics/comparison-choice.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { prepareExportFolder } from '../../engine/exports/export-run.ts';
import {
  addColumnOptions,
  type ColumnOptions,
  columnWords,
  lacksColumns,
  namingColumns,
  readColumnOptions,
} from '../column-options.ts';
import { deviceOption, type DeviceOptions } from '../device-option.ts';
import type { Engine } from '../../engine/engine.ts';
import { jsonOption, projectNamed, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { noteLeftOut } from '../note-left-out.ts';
import { note } from '../output.ts';
import { reportCheck } from '../report-quality.ts';
import { reportRun } from '../report-run.ts';
import { refuseWithoutShard, runShard, shardOptions } from '../run-shard.ts';
import { keepFailuresOption, shardOption } from '../shard-option.ts';
import type { ShardNumber } from '../../engine/shards/division.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';

interface RunCommandOptions extends StoreOptions, ColumnOptions, DeviceOptions {
  readonly pairs: string;
  readonly control?: string;
  readonly model: string;
  readonly project?: string;
  readonly out?: string;
  readonly alignment: AlignmentMethod;
  readonly keep: Keep;
  readonly queries: QueryChoice;
  readonly seed: number;
  readonly shard?: ShardNumber;
  readonly keepFailures?: boolean;
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
    );
  addColumnOptions(command)
    .addOption(storeOption())
    .option('--project <name>', 'the project whose sets these are (default: the first)', textAs(nameText))
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
    .addOption(deviceOption())
    .addOption(shardOption())
    .addOption(keepFailuresOption())
    .addOption(jsonOption());
  addFieldFlags(command, comparisonChoice);
  return command
    .addHelpText(
      'after',
      '\nA name is that of a set in the workspace, or else of a bundled set.\n' +
        'Columns are those of the files; a control file that has none of these names is read by its own.\n' +
        'A pair that fails alone, as when it is too long for the model, does not fail the run.',
    )
    .action(async (options: RunCommandOptions) => {
      const columns = readColumnOptions(options, command);
      const comparison = comparisonChoice.parse(readFieldFlags(command, comparisonChoice));
      const plan = { options, columns, comparison };
      if (options.shard !== undefined) return planShard(options.shard, plan, command);
      refuseWithoutShard(options, command);
      const out = options.out === undefined ? null : resolve(options.out);
      process.exitCode = await withEngine(options, async (engine) => {
        const { about, imported } = await setsOf(engine, plan);
        if (out !== null) await prepareExportFolder(out);
        return followJobs(engine, async () => {
          await reportCheck(engine.runs.check({ ...about, alignment: options.alignment }));
          const { id } = await engine.runs.create({ ...about, options: runOptionsOf(plan) });
          return reportRun(engine, await engine.runs.finish({ id }), { ...options, out, imported });
        });
      });
    });
}

/** What is asked for, read. */
interface RunPlan {
  readonly options: RunCommandOptions;
  readonly columns: ColumnChoice;
  readonly comparison: ComparisonChoice;
}

function runOptionsOf({ options, comparison }: RunPlan): GivenRunOptions {
  const { alignment, keep, queries, seed, device } = options;
  return { alignment, keep, queries, seed, device, comparison };
}

/** A part has rows and no activations, and its workspace is nobody else's. */
function planShard(shard: ShardNumber, plan: RunPlan, command: Command): Promise<void> {
  const { keep } = plan.options;
  const asked = shardOptions(shard, plan.options, command);
  if (command.getOptionValueSource('keep') === 'cli' && keep !== 'none')
    command.error(
      'error: a shard keeps no activations: they are computed again when a pair is looked at (--keep none)',
    );
  const whole: RunPlan = { ...plan, options: { ...plan.options, keep: 'none' } };
  return runShard(asked, async (engine) => {
    const { about } = await setsOf(engine, whole);
    return { ...about, options: runOptionsOf(whole) };
  });
}

/** The sets and the model of a run; files are imported where the workspace has them not. */
async function setsOf(engine: Engine, { options, columns }: RunPlan) {
  const project = projectNamed(engine, options.project);
  const imported: Record<string, ImportReport> = {};
  const setFrom = async (option: 'pairs' | 'control', nameOrPath: string, given: ColumnChoice) =>
    engine.sets.resolve({ projectId: project.id, nameOrPath, columns: given }, ({ report }) => {
      imported[option] = report;
      note(`${nameOrPath}: ${columnWords(report)}`);
      noteLeftOut(report, nameOrPath);
    });
  const { pairs, control: controlName, model } = options;
  const [set, control] = await namingColumns(() =>
    followJobs(engine, async () => [
      await setFrom('pairs', pairs, columns),
      controlName === undefined ? null : await controlFrom(controlName, columns, setFrom),
    ]),
  );
  const about = { projectId: project.id, setId: set.id, controlSetId: control?.id ?? null, model };
  return { about, imported };
}

/** A control of other columns than the pairs is read by the names of its own. */
async function controlFrom(
  nameOrPath: string,
  columns: ColumnChoice,
  setFrom: (option: 'control', nameOrPath: string, given: ColumnChoice) => Promise<SentenceSet>,
): Promise<SentenceSet> {
  try {
    return await setFrom('control', nameOrPath, columns);
  } catch (error) {
    if (!lacksColumns(error)) throw error;
    return setFrom('control', nameOrPath, {});
  }
}

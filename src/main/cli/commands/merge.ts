import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { nameText } from '../../../core/bounds.ts';
import { textAs } from '../arguments.ts';
import { jsonOption, projectNamed, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { prepareExportFolder } from '../../engine/exports/export-run.ts';
import { ANALYSIS_PARTS } from '../../engine/analysis-shards/analysis-record.ts';
import { MERGED_RESULTS, type MergedResults, ROWS_INTO_STORE } from '../../engine/shards/merged-results.ts';
import { formatIn } from '../../engine/shards/part-folder.ts';
import type { MergeOutcome } from '../../engine/shards/service.ts';
import { followJobs } from '../follow-jobs.ts';
import { counted, note } from '../output.ts';
import { preparedAnalysisFolder, reportAnalysis } from '../report-analysis.ts';
import { reportRun } from '../report-run.ts';

/** Other files that are named. */
const NAMED = 5;

interface MergeOptions extends StoreOptions {
  readonly project?: string;
  readonly name?: string;
  readonly results: MergedResults;
  readonly out?: string;
  readonly json?: boolean;
}

export function mergeCommand(): Command {
  return new Command('merge')
    .description(
      'put the parts that `run --shard` or `analyze KIND --shard` wrote together, as one run or analysis of a workspace',
    )
    .argument('<dir>', 'the folder that all shards wrote to')
    .option('--project <name>', 'the project it comes into (default: the first)', textAs(nameText))
    .option(
      '--name <name>',
      'what the set is called there (default: as in the parts; a set that is there with the same pairs is used)',
      textAs(nameText),
    )
    .addOption(
      new Option(
        '--results <where>',
        `of a run, where its rows are then: store copies them into the workspace; folder leaves them in the files of <dir>, to which the workspace refers; auto is folder above ${ROWS_INTO_STORE.toLocaleString('en')} rows`,
      )
        .choices(MERGED_RESULTS)
        .default('auto'),
    )
    .option('--out <dir>', 'write the files of the run, or of the analysis, there')
    .addOption(storeOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nAll parts have to be there, of one run or analysis, as they were written; what is not is named, and nothing is stored.\n' +
        'The folder is only read. Where the rows stay in it, keep it: pairlens runs move-folder says where it has gone.\n' +
        'An analysis needs its model here, too.',
    )
    .action(async (dir: string, options: MergeOptions, command: Command) => {
      if ((await formatIn(resolve(dir))) === ANALYSIS_PARTS.format)
        return mergeAnalysis(dir, options, command);
      const out = options.out === undefined ? null : resolve(options.out);
      process.exitCode = await withEngine(options, async (engine) => {
        const project = projectNamed(engine, options.project);
        if (out !== null) await prepareExportFolder(out);
        return followJobs(engine, async () => {
          const merged = await engine.shards.merge({
            folder: resolve(dir),
            projectId: project.id,
            name: options.name,
            results: options.results,
          });
          noteWhere(merged);
          noteProcessors(merged.processors);
          return reportRun(engine, engine.runs.get({ id: merged.runId }), { ...options, out });
        });
      });
    });
}

async function mergeAnalysis(dir: string, options: MergeOptions, command: Command): Promise<void> {
  if (command.getOptionValueSource('results') === 'cli')
    command.error(
      'error: the parts are of an analysis, which comes into the workspace: --results is for runs',
    );
  const folder = resolve(dir);
  process.exitCode = await withEngine(options, async (engine) => {
    const project = projectNamed(engine, options.project);
    const out = await preparedAnalysisFolder(options, await engine.analysisShards.definitionOf({ folder }));
    return followJobs(engine, async () => {
      const merged = await engine.analysisShards.merge({ folder, projectId: project.id, name: options.name });
      noteProcessors(merged.processors);
      return reportAnalysis(engine, engine.analyses.get({ id: merged.analysisId }), options, out);
    });
  });
}

function noteProcessors(processors: MergeOutcome['processors']): void {
  if (processors.length < 2) return;
  note(
    `The parts were computed on ${processors.length} kinds of processor, whose last bits may differ: ${processors.join('; ')}.`,
  );
}

/** Where the rows are, and what of the folder has to be kept for it. */
function noteWhere({ rows, left }: MergeOutcome): void {
  if (left === null)
    return note(
      `${counted(rows, 'row')} copied into the workspace; the folder is not needed for this run any more.`,
    );
  const { folder, files, others } = left;
  const named = files.length > 1 ? `${files[0] ?? ''} to ${files.at(-1) ?? ''}` : files.join('');
  note(
    `${counted(rows, 'row')} left in ${folder}, in ${counted(files.length, 'file')} (${named}): keep them, the workspace reads them.`,
  );
  if (others.length === 0) return;
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  note(`Not of this run, and not read: ${others.slice(0, NAMED).join(', ')}${more}.`);
}

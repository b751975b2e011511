/** `pairlens analyze KIND`: a command for each kind of analysis, made of its definition, and what was analysed before. */
import { Command } from 'commander';
import { modelText } from '../../../core/bounds.ts';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { whyWhole } from '../../../core/analyses/in-shards.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import type { Engine } from '../../engine/engine.ts';
import { exportAnalysis } from '../../engine/exports/export-analysis.ts';
import type { ShardNumber } from '../../engine/shards/division.ts';
import { addSubjectFlags, checkSubjectFlags, subjectFrom } from '../analysis-subject.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { commandsFor } from '../called-commands.ts';
import { deviceOption, type DeviceOptions } from '../device-option.ts';
import { group, jsonOption, storeOption, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { formatTable, print, printJson, wrapped } from '../output.ts';
import {
  type AnalysisOutputOptions,
  describeAnalysis,
  preparedAnalysisFolder,
  reportAnalysis,
} from '../report-analysis.ts';
import { analyzeShard, refuseWithoutShard, shardOptions } from '../run-shard.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';
import { keepFailuresOption, shardOption } from '../shard-option.ts';

const OUT_WORDS =
  'write KIND.json, KIND.safetensors, tables as CSV and figures/ there, KIND being that of the analysis';

interface AnalyzeOptions extends AnalysisOutputOptions, DeviceOptions {
  readonly shard?: ShardNumber;
  readonly keepFailures?: boolean;
  readonly model?: string;
  readonly run?: number;
  readonly pairs?: string;
  readonly control?: string;
  readonly texts?: string;
  readonly inputs?: string;
}

const KINDS = Object.values<AnalysisDefinition>(ANALYSES).filter(({ listed }) => listed);
const DIVIDED = KINDS.filter((definition) => whyWhole(definition, false) === null)
  .map(({ kind }) => kind)
  .join(', ');

export function analyzeCommand(called: readonly string[]): Command {
  const kinds = KINDS.map((definition) => [definition.kind, () => analyzeKind(definition)] as const);
  return group(
    'analyze',
    'what heads, neurons and weights of a model do, and what a prediction depends on',
    ...commandsFor({ ...Object.fromEntries(kinds), list, show, resume }, called),
  );
}

function analyzeKind(definition: AnalysisDefinition): Command {
  const command = new Command(definition.kind).description(definition.summary);
  command.addHelpText(
    'after',
    `\nExample:\n  ${definition.example ?? ''}\n\n${filesOf(definition)}\nWhat it computes, and what fools people: docs/analyses/${definition.kind}.md`,
  );
  const model = 'a model, or a Hugging Face checkpoint folder';
  // A run is of a model already.
  if (!definition.takes.includes('run'))
    command.requiredOption('--model <name|folder>', model, textAs(modelText));
  else if (definition.takes.length > 1)
    command.option('--model <name|folder>', `${model}; of a run its own`, textAs(modelText));
  addSubjectFlags(command, definition);
  addFieldFlags(command, definition.options);
  return (
    command
      .option('--out <dir>', OUT_WORDS)
      .addOption(deviceOption())
      // Of other kinds it is refused in a sentence.
      .addOption(shardOption().hideHelp(whyWhole(definition, false) !== null))
      .addOption(keepFailuresOption().hideHelp(whyWhole(definition, false) !== null))
      .addOption(storeOption())
      .addOption(jsonOption())
      .action(async (options: AnalyzeOptions) => {
        const given = readFieldFlags(command, definition.options);
        checkSubjectFlags(command, definition, options);
        const request = async (engine: Engine) => ({
          projectId: engine.defaultProject().id,
          kind: definition.kind,
          model: options.model,
          ...(await subjectFrom(engine, options)),
          options: given,
          device: options.device,
        });
        if (options.shard !== undefined) {
          checkDivides(definition, options, command);
          return analyzeShard(shardOptions(options.shard, options, command), request);
        }
        refuseWithoutShard(options, command);
        const out = await preparedAnalysisFolder(options, definition);
        process.exitCode = await withEngine(options, (engine) =>
          followJobs(engine, async () => {
            const { id } = await engine.analyses.create(await request(engine));
            return reportAnalysis(engine, await engine.analyses.finish({ id }), options, out);
          }),
        );
      })
  );
}

function checkDivides(definition: AnalysisDefinition, { run }: AnalyzeOptions, command: Command): void {
  const why = whyWhole(definition, run !== undefined);
  if (why !== null) command.error(`error: ${why}; --shard is for ${DIVIDED}`);
}

/** What --out has beside figures: names of files with their columns. */
function filesOf({ kind, tables }: AnalysisDefinition): string {
  const files = [
    ...tables.map(({ name, columns }) => `${name}.csv: ${columns.join(', ')}`),
    `${kind}.safetensors: all numbers, by name`,
    `${kind}.json: what was found, and what it was made of`,
  ];
  return `Files of --out:\n${files.map((file) => `  ${wrapped(file, 76).replaceAll('\n', '\n    ')}\n`).join('')}`;
}

function list(): Command {
  return new Command('list')
    .description('every analysis of the workspace')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: AnalysisOutputOptions) => {
      await withEngine({ ...options, readonly: true }, (engine) => {
        const analyses = engine.projects.list().flatMap(({ id }) => engine.analyses.list({ projectId: id }));
        if (options.json) return printJson(analyses);
        if (analyses.length === 0)
          return print('No analyses yet. Start one with: pairlens analyze induction --model attn-only-2l');
        print(
          formatTable(
            [
              { head: 'analysis', align: 'right' },
              { head: 'kind' },
              { head: 'state' },
              { head: 'model' },
              { head: 'items', align: 'right' },
              { head: 'created' },
            ],
            analyses.map(({ id, kind, state, model, done, total, createdAt }) => [
              id,
              kind,
              stateInSentence(state),
              model?.name ?? '–',
              `${done}/${total}`,
              createdAt,
            ]),
          ),
        );
      });
    });
}

function show(): Command {
  return numbered('show', 'what an analysis found, once more; with --out its files').action(
    async (id: number, options: AnalysisOutputOptions) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const analysis = engine.analyses.get({ id });
        const out = await preparedAnalysisFolder(options, engine.analyses.definition(analysis.kind));
        const written = out === null ? [] : await followJobs(engine, () => exportAnalysis(engine, id, out));
        describeAnalysis(engine, analysis, options, { out, written });
      });
    },
  );
}

function resume(): Command {
  return numbered('resume', 'go on with an analysis that was stopped or failed').action(
    async (id: number, options: AnalysisOutputOptions) => {
      process.exitCode = await withEngine(options, async (engine) => {
        const { kind } = engine.analyses.get({ id });
        const out = await preparedAnalysisFolder(options, engine.analyses.definition(kind));
        return followJobs(engine, async () =>
          reportAnalysis(engine, await engine.analyses.finish({ id }), options, out),
        );
      });
    },
  );
}

function numbered(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<analysis>', 'the number of the analysis', wholeNumber(1))
    .option('--out <dir>', OUT_WORDS)
    .addOption(storeOption())
    .addOption(jsonOption());
}

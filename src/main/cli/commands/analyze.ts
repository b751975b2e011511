/** `pairlens analyze KIND`: a command for each kind of analysis, made of its definition, and what was analysed before. */
import { Command } from 'commander';
import { resolve } from 'node:path';
import { modelText } from '../../../core/bounds.ts';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import type { Engine } from '../../engine/engine.ts';
import { exportAnalysis, prepareAnalysisFolder } from '../../engine/exports/export-analysis.ts';
import { addSubjectFlags, checkSubjectFlags, subjectFrom } from '../analysis-subject.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { commandsFor } from '../called-commands.ts';
import { deviceOption, type DeviceOptions, noteDevice } from '../device-option.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { EXIT, formatTable, note, print, printJson, wrapped } from '../output.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';

const SHOWN_ERRORS = 10;
const OUT_WORDS =
  'write KIND.json, KIND.safetensors, tables as CSV and figures/ there, KIND being that of the analysis';

interface OutputOptions extends StoreOptions {
  readonly out?: string;
  readonly json?: boolean;
}

interface AnalyzeOptions extends OutputOptions, DeviceOptions {
  readonly model?: string;
  readonly run?: number;
  readonly pairs?: string;
  readonly control?: string;
  readonly texts?: string;
  readonly inputs?: string;
}

export function analyzeCommand(called: readonly string[]): Command {
  const kinds = Object.values<AnalysisDefinition>(ANALYSES)
    .filter(({ listed }) => listed)
    .map((definition) => [definition.kind, () => analyzeKind(definition)] as const);
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
  return command
    .option('--out <dir>', OUT_WORDS)
    .addOption(deviceOption())
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: AnalyzeOptions) => {
      const given = readFieldFlags(command, definition.options);
      checkSubjectFlags(command, definition, options);
      const out = await preparedFolder(options, definition);
      process.exitCode = await withEngine(options, (engine) =>
        followJobs(engine, async () => {
          const { id } = await engine.analyses.create({
            projectId: engine.defaultProject().id,
            kind: definition.kind,
            model: options.model,
            ...(await subjectFrom(engine, options)),
            options: given,
            device: options.device,
          });
          return reportEnd(engine, await engine.analyses.finish({ id }), options, out);
        }),
      );
    });
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
    .action(async (options: OutputOptions) => {
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
    async (id: number, options: OutputOptions) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const analysis = engine.analyses.get({ id });
        const out = await preparedFolder(options, engine.analyses.definition(analysis.kind));
        const written = out === null ? [] : await followJobs(engine, () => exportAnalysis(engine, id, out));
        report(engine, analysis, options, { out, written });
      });
    },
  );
}

function resume(): Command {
  return numbered('resume', 'go on with an analysis that was stopped or failed').action(
    async (id: number, options: OutputOptions) => {
      process.exitCode = await withEngine(options, async (engine) => {
        const { kind } = engine.analyses.get({ id });
        const out = await preparedFolder(options, engine.analyses.definition(kind));
        return followJobs(engine, async () =>
          reportEnd(engine, await engine.analyses.finish({ id }), options, out),
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

async function preparedFolder(
  { out }: OutputOptions,
  definition: AnalysisDefinition,
): Promise<string | null> {
  if (out === undefined) return null;
  const folder = resolve(out);
  await prepareAnalysisFolder(folder, definition);
  return folder;
}

/** Writes the files where there is a result, and says how it ended. @returns the exit code */
async function reportEnd(
  engine: Engine,
  analysis: Analysis,
  options: OutputOptions,
  out: string | null,
): Promise<number> {
  const { id, state, error } = analysis;
  const written = state === 'done' && out !== null ? await exportFiles(engine, id, out, options) : [];
  report(engine, analysis, options, { out, written });
  if (state === 'done') return EXIT.ok;
  if (state === 'cancelled') {
    note(`Stopped; what was done is stored. Go on with: ${command('resume', id, options)}`);
    return EXIT.interrupted;
  }
  if (out !== null) note('No files were written.');
  note(`The analysis failed: ${error}`);
  return EXIT.failed;
}

/** Writes the files; when that fails, says that the analysis itself is stored. */
async function exportFiles(
  engine: Engine,
  id: number,
  out: string,
  options: OutputOptions,
): Promise<string[]> {
  try {
    return await exportAnalysis(engine, id, out);
  } catch (error) {
    note(
      `Analysis ${id} is done and stored. Write its files with: ${command('show', id, options)} --out DIR`,
    );
    throw error;
  }
}

/** Says what was found, and how the items went. */
function report(
  engine: Engine,
  analysis: Analysis,
  { json }: OutputOptions,
  { out, written }: { readonly out: string | null; readonly written: readonly string[] },
): void {
  const { id, kind, state, done, total, failed } = analysis;
  const { title, unit } = engine.analyses.definition(kind);
  const findings = state === 'done' ? engine.analyses.findings({ id }) : [];
  const errors = engine.analyses.errors({ id });
  if (json) return printJson({ analysis, findings, errors, out, written });
  for (const finding of findings) print(finding);
  for (const { position, message } of errors.slice(0, SHOWN_ERRORS))
    note(`number ${position + 1} of the ${unit} failed: ${message}`);
  if (errors.length > SHOWN_ERRORS) note(`… and ${errors.length - SHOWN_ERRORS} more`);
  if (written.length > 0) print(`\n${written.length} files written to ${out}`);
  noteDevice(analysis.provenance.ranOn);
  note(`${title} ${id}: ${stateInSentence(state)}, ${done} of ${total} ${unit} done, ${failed} failed.`);
}

/** A command to recommend, on the same workspace. */
function command(name: string, id: number, { store }: OutputOptions): string {
  return `pairlens analyze ${name} ${id}${store === undefined ? '' : ` --store ${store}`}`;
}

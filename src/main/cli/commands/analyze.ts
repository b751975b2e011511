/** `pairlens analyze KIND`: a command for each kind of analysis, made of its definition, and what was analysed before. */
import { Command } from 'commander';
import { resolve } from 'node:path';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import type { Analysis } from '../../../shared/analyses.ts';
import type { Engine } from '../../engine/engine.ts';
import { exportAnalysis, prepareAnalysisFolder } from '../../engine/exports/export-analysis.ts';
import { wholeNumber } from '../arguments.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { EXIT, formatTable, note, print, printJson } from '../output.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';

interface OutputOptions extends StoreOptions {
  readonly out?: string;
  readonly json?: boolean;
}

interface AnalyzeOptions extends OutputOptions {
  readonly model?: string;
  readonly run?: number;
}

export function analyzeCommand(): Command {
  const kinds = Object.values<AnalysisDefinition>(ANALYSES).filter(({ listed }) => listed);
  return group(
    'analyze',
    'what the heads of a model do',
    ...kinds.map(analyzeKind),
    list(),
    show(),
    resume(),
  );
}

function analyzeKind(definition: AnalysisDefinition): Command {
  const command = new Command(definition.kind).description(definition.summary);
  if (definition.subject === 'run')
    command.requiredOption('--run <n>', 'the number of the run', wholeNumber(1));
  else command.requiredOption('--model <name|folder>', 'a model, or a Hugging Face checkpoint folder');
  addFieldFlags(command, definition.options);
  return command
    .option('--out <dir>', 'write tables as CSV, figures/, result.safetensors and analysis.json there')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: AnalyzeOptions) => {
      const given = readFieldFlags(command, definition.options);
      const out = await preparedFolder(options, definition);
      process.exitCode = await withEngine(options, (engine) =>
        followJobs(engine, async () => {
          const { id } = await engine.analyses.create({
            projectId: engine.defaultProject().id,
            kind: definition.kind,
            model: options.model,
            runId: options.run,
            options: given,
          });
          return report(engine, await engine.analyses.finish({ id }), options, out);
        }),
      );
    });
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
              state,
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
      process.exitCode = await withEngine({ ...options, readonly: true }, async (engine) => {
        const analysis = engine.analyses.get({ id });
        const out = await preparedFolder(options, engine.analyses.definition(analysis.kind));
        return report(engine, analysis, options, out);
      });
    },
  );
}

function resume(): Command {
  return numbered('resume', 'go on with an analysis that was cancelled, interrupted or failed').action(
    async (id: number, options: OutputOptions) => {
      process.exitCode = await withEngine(options, async (engine) => {
        const { kind } = engine.analyses.get({ id });
        const out = await preparedFolder(options, engine.analyses.definition(kind));
        return followJobs(engine, async () =>
          report(engine, await engine.analyses.finish({ id }), options, out),
        );
      });
    },
  );
}

function numbered(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<analysis>', 'the number of the analysis', wholeNumber(1))
    .option('--out <dir>', 'write tables as CSV, figures/, result.safetensors and analysis.json there')
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

/** Says what was found, or how it ended. @returns the exit code */
async function report(
  engine: Engine,
  analysis: Analysis,
  { json, store }: OutputOptions,
  out: string | null,
): Promise<number> {
  const { id, state, done, total, failed } = analysis;
  const { title, unit } = engine.analyses.definition(analysis.kind);
  const complete = state === 'done';
  const findings = complete ? engine.analyses.findings({ id }) : [];
  const written = complete && out !== null ? await exportAnalysis(engine, id, out) : [];
  const errors = engine.analyses.errors({ id });
  if (json) printJson({ analysis, findings, errors, out, written });
  else {
    for (const finding of findings) print(finding);
    if (written.length > 0) print(`\n${written.length} files written to ${out}`);
    note(`${title} ${id}: ${state}, ${done} of ${total} ${unit} done, ${failed} failed.`);
  }
  if (complete) return EXIT.ok;
  if (state === 'failed') {
    note(`The analysis failed: ${analysis.error ?? `no ${unit} could be computed`}`);
    return EXIT.failed;
  }
  const workspace = store === undefined ? '' : ` --store ${store}`;
  note(`What was done is stored. Go on with: pairlens analyze resume ${id}${workspace}`);
  return EXIT.interrupted;
}

import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { choiceWords } from '../../../core/analyses/statistics/choice-words.ts';
import { comparisonChange } from '../../../core/analyses/statistics/comparison-choice.ts';
import { labelText } from '../../../core/bounds.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { QUERY_WORDS } from '../../../core/metrics/queries.ts';
import { ranOnWords } from '../../../shared/devices.ts';
import type { Run } from '../../../shared/entities.ts';
import { stateInSentence } from '../../../shared/state-words.ts';
import { soundnessWords, unhashedWords } from '../../../shared/run-soundness.ts';
import { prepareExportFolder } from '../../engine/exports/export-run.ts';
import { textAs, wholeNumber } from '../arguments.ts';
import { group, jsonOption, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { moveFolderCommand } from './move-folder.ts';
import { formatTable, itemName, note, print, printJson, wrapped } from '../output.ts';
import { headsReport, printHeadsReport } from '../report-heads.ts';
import { qualityLines } from '../report-quality.ts';
import { reportRun } from '../report-run.ts';
import { addFieldFlags, readFieldFlags } from '../schema-options.ts';

export function runsCommand(): Command {
  return group(
    'runs',
    'what was run in a workspace',
    list(),
    show(),
    heads(),
    resume(),
    repair(),
    moveFolderCommand(),
  );
}

function list(): Command {
  return new Command('list')
    .description('every run of the workspace')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (options: StoreOptions & { json?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const runs = engine.projects.list().flatMap(({ id }) => engine.runs.list({ projectId: id }));
        if (options.json) return printJson(runs);
        if (runs.length === 0)
          return print(
            'No runs yet. Start one with: pairlens run --pairs negation --control negation-control --model all-MiniLM-L6-v2',
          );
        print(
          formatTable(
            [
              { head: 'run', align: 'right' },
              { head: 'state' },
              { head: 'set' },
              { head: 'control' },
              { head: 'model' },
              { head: 'pairs', align: 'right' },
              { head: 'failed', align: 'right' },
              { head: 'created' },
            ],
            runs.map((run) => [
              run.id,
              stateInSentence(run.state),
              run.set.name,
              run.controlSet?.name ?? '–',
              run.model.name,
              `${run.done}/${run.total}`,
              run.failed,
              run.createdAt,
            ]),
          ),
        );
      });
    });
}

function show(): Command {
  return new Command('show')
    .description('a run, its provenance, and the pairs that failed')
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (id: number, options: StoreOptions & { json?: boolean }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const run = engine.runs.get({ id });
        const errors = engine.runs.errors({ id });
        const quality = engine.runs.quality({ id });
        const soundness = await engine.runs.soundness({ id });
        if (options.json) return printJson({ run, quality, errors, soundness });
        print(describe(run));
        for (const words of soundnessWords(id, soundness)) print(wrapped(words));
        const unhashed = unhashedWords(soundness);
        if (unhashed !== '') print(`${unhashed}.`);
        for (const line of qualityLines(quality)) print(line);
        for (const error of errors) print(`${itemName(error)}: ${error.message}`);
      });
    });
}

function describe(run: Run): string {
  const { provenance } = run;
  const lines: [string, string | number][] = [
    ['run', run.id],
    ['state', stateInSentence(run.state)],
    ['pairs', `${run.done} of ${run.total} done, ${run.failed} failed`],
    ['neutrals', neutralsInWords(run)],
    ['set', `${run.set.name}  ${provenance.setHash}`],
    ['control', run.controlSet ? `${run.controlSet.name}  ${provenance.controlSetHash}` : 'none'],
    ['model', `${run.model.name}  ${provenance.weightsHash}`],
    ['compiled', provenance.compiledWeights ?? 'not on record that the compiled weights were checked'],
    ['tokenizer', provenance.tokenizerHash || 'none'],
    ['alignment', provenance.alignment],
    ['keep', provenance.keep],
    ['queries', QUERY_WORDS[provenance.queries]],
    ['seed', provenance.seed],
    ['compared', choiceWords(provenance.comparison)],
    ['computed', computedOn(provenance)],
    ...(run.folder === null ? [] : ([['results', run.folder]] as [string, string][])),
    ['made with', `Pairlens ${provenance.pairlensVersion}, ONNX Runtime ${provenance.ortVersion}`],
    ['created', run.createdAt],
    ['finished', run.finishedAt ?? '–'],
    ...(run.error === null ? [] : ([['error', run.error]] as [string, string][])),
  ];
  return lines.map(([name, value]) => `${name.padEnd(10)} ${value}`).join('\n');
}

function computedOn({ ranOn, device }: Run['provenance']): string {
  if (ranOn === null) return `not yet on record; asked for: ${device}`;
  return `on ${ranOnWords(ranOn)}${ranOn.note === null ? '' : `; ${ranOn.note}`}`;
}

function neutralsInWords({ neutrals: { total, done, failed } }: Run): string {
  return total === 0 ? 'none' : `${done} of ${total} done, ${failed} failed`;
}

function heads(): Command {
  const command = new Command('heads')
    .description('what was found of the heads of a run, and those that respond')
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .addOption(
      new Option('--metric <name>', 'what is compared')
        .choices(METRIC_NAMES)
        .default('attention_js_divergence'),
    )
    .option('--group <label>', 'only the pairs with this label', textAs(labelText), '');
  // What is not given stays as the run was planned.
  addFieldFlags(command, comparisonChange);
  return command
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (id: number, options: StoreOptions & HeadsOptions) => {
      await withEngine(options, (engine) =>
        followJobs(engine, async () => {
          const run = engine.runs.get({ id });
          const choice = comparisonChange.parse(readFieldFlags(command, comparisonChange));
          const report = await headsReport(engine, run, { ...options, choice });
          if (options.json) return printJson(report);
          printHeadsReport(run, report);
          const planned = run.provenance.comparison;
          if (JSON.stringify({ ...planned, ...choice }) !== JSON.stringify(planned))
            note(`This is not the comparison that the run was planned with: ${choiceWords(planned)}.`);
        }),
      );
    });
}

interface HeadsOptions {
  readonly metric: MetricName;
  readonly group: string;
  readonly json?: boolean;
}

function resume(): Command {
  return new Command('resume')
    .description('go on with a run that was stopped')
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .option('--out <dir>', 'write metrics.csv, aggregates.csv, figures/ and run.json there')
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (id: number, options: StoreOptions & { out?: string; json?: boolean }) => {
      const out = options.out === undefined ? null : resolve(options.out);
      if (out !== null) await prepareExportFolder(out);
      process.exitCode = await withEngine(options, async (engine) =>
        followJobs(engine, async () =>
          reportRun(engine, await engine.runs.finish({ id }), { ...options, out }),
        ),
      );
    });
}

function repair(): Command {
  return new Command('repair')
    .description(
      'measure again what is stored of a run and is not what was measured (pairlens check says so)',
    )
    .argument('<run>', 'the number of the run', wholeNumber(1))
    .addOption(storeOption())
    .addOption(jsonOption())
    .action(async (id: number, options: StoreOptions & { json?: boolean }) => {
      process.exitCode = await withEngine(options, async (engine) =>
        followJobs(engine, async () => {
          await engine.runs.planRepair({ id });
          return reportRun(engine, await engine.runs.finish({ id }), { ...options, out: null });
        }),
      );
    });
}

import { Command, Option } from 'commander';
import { dirname, extname, resolve } from 'node:path';
import { labelText, LARGEST, MOST, searchText } from '../../../core/bounds.ts';
import { type ResultSort, resultFilter, ROLES, type Threshold } from '../../../shared/entities.ts';
import { partWords } from '../../../core/analyses/statistics/compared-words.ts';
import { partOfRun } from '../../../core/figures/part-of-run.ts';
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { exportNotebook } from '../../engine/exports/export-notebook.ts';
import { exportRun } from '../../engine/exports/export-run.ts';
import { soundnessWords } from '../../../shared/run-soundness.ts';
import { TABLE_FORMATS, type TableFormat } from '../../../shared/tables.ts';
import { repeated, sortOrder, textAs, threshold, wholeNumber } from '../arguments.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { type CommandMakers, commandsFor } from '../called-commands.ts';
import { group, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { followJobs } from '../follow-jobs.ts';
import { note } from '../output.ts';
import { writeResult } from '../write-result.ts';
import { exportComposition } from './export-composition.ts';
import { exportFigure } from './export-figure.ts';

const COMMANDS: CommandMakers = {
  run: exportWholeRun,
  metrics: exportMetrics,
  aggregates: exportAggregates,
  figure: exportFigure,
  composition: exportComposition,
  tensors: exportTensors,
  report: exportReport,
  notebook: exportNotebookOf,
  bundle: exportBundle,
};

export function exportCommand(called: readonly string[]): Command {
  return group('export', 'write stored results to files', ...commandsFor(COMMANDS, called));
}

interface ExportOptions extends StoreOptions {
  readonly run: number;
  readonly out?: string;
  readonly format?: TableFormat;
}

function exporter(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--run <n>', 'the number of the run', wholeNumber(1))
    .addOption(storeOption());
}

function exportWholeRun(): Command {
  return exporter(
    'run',
    'a whole run: metrics.csv, aggregates.csv, figures/ and run.json, as `run --out` writes them',
  )
    .requiredOption('--out <dir>', 'the folder to write to')
    .action(async (options: ExportOptions & { out: string }) => {
      const out = resolve(options.out);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const written = await followJobs(engine, () => exportRun(engine, options.run, out));
        note(`${written.length} files written to ${out}`);
        for (const words of soundnessWords(options.run, await engine.runs.soundness({ id: options.run })))
          note(words);
      });
    });
}

interface MetricsOptions extends ExportOptions {
  readonly layer?: number[];
  readonly head?: number[];
  readonly label?: string[];
  readonly search?: string;
  readonly regex?: true;
  readonly role: (typeof ROLES)[number];
  readonly where?: Threshold[];
  readonly sort: ResultSort;
}

function exportMetrics(): Command {
  return exporter('metrics', 'the metrics of every head on every pair, as CSV, JSON Lines or Parquet')
    .option('--out <file>', 'the file to write (default: standard output)')
    .addOption(formatOption())
    .option(
      '--layer <n>',
      'only this layer; may be given several times',
      repeated(wholeNumber(0, LARGEST.place), MOST.places),
    )
    .option(
      '--head <n>',
      'only this head; may be given several times',
      repeated(wholeNumber(0, LARGEST.place), MOST.places),
    )
    .option(
      '--label <label>',
      'only pairs with this label; may be given several times',
      repeated(textAs(labelText), MOST.labels),
    )
    .addOption(
      new Option(
        '--search <text>',
        'only pairs with this in a sentence or the label, whatever its case',
      ).argParser(textAs(searchText)),
    )
    .option('--regex', 'what is searched for is an expression of RE2, such as \\bno(t|body)\\b')
    .addOption(
      new Option('--role <role>', 'pairs of the set, of its control set, or of the set with their neutrals')
        .choices(ROLES)
        .default('set'),
    )
    .option(
      '--where <test>',
      'such as max_attention_diff>0.3, or >control: beyond 95 % of the control at each head; all of them hold, so that two of one metric are a range',
      repeated(threshold, MOST.thresholds),
    )
    .addOption(
      new Option('--sort <key>', 'a metric, pair, layer or head; KEY:desc for descending')
        .argParser(sortOrder)
        .default({ by: 'pair', direction: 'asc' }, 'pair'),
    )
    .action(async (options: MetricsOptions) => {
      if (options.regex === true && (options.search ?? '').trim() === '')
        throw new PairlensError('INPUT_INVALID', '--regex says how --search is read, and there is none');
      const filter = resultFilter.parse({
        role: options.role,
        layers: options.layer,
        heads: options.head,
        labels: options.label,
        search: options.search,
        regex: options.regex,
        thresholds: options.where ?? [],
      });
      await withEngine({ ...options, readonly: true }, async (engine) => {
        engine.runs.get({ id: options.run });
        await followJobs(engine, () =>
          writeResult(
            bytesOf(
              engine.exports.metricsTable({
                runId: options.run,
                filter,
                sort: options.sort,
                format: tableFormatOf(options),
              }),
            ),
            options.out,
          ),
        );
      });
    });
}

function exportAggregates(): Command {
  return exporter('aggregates', 'the statistics over the pairs of a run, as CSV, JSON Lines or Parquet')
    .option('--out <file>', 'the file to write (default: standard output)')
    .addOption(formatOption())
    .addOption(
      new Option('--group <label>', 'only the pairs with this label')
        .argParser(textAs(labelText))
        .default('', 'the whole set'),
    )
    .action(async (options: ExportOptions & { group: string }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const table = await followJobs(engine, () =>
          engine.exports.aggregatesTable({
            runId: options.run,
            group: options.group,
            format: tableFormatOf(options),
          }),
        );
        await writeResult(table, options.out);
        const part = partOfRun(engine.runs.get({ id: options.run }));
        if (part !== undefined) note(partWords(part));
      });
    });
}

function exportTensors(): Command {
  return exporter(
    'tensors',
    'the activations that a run keeps, as safetensors: a tensor of each side of each pair',
  )
    .requiredOption('--out <file>', 'FILE.safetensors')
    .action(async (options: ExportOptions & { out: string }) => {
      await withEngine({ ...options, readonly: true }, (engine) =>
        followJobs(engine, () => writeResult(engine.exports.tensors({ runId: options.run }), options.out)),
      );
    });
}

function exportReport(): Command {
  return exporter(
    'report',
    'a run as one page of HTML to read, print and send: question, data, methods, results, figures, and where they are from',
  )
    .requiredOption('--out <file>', 'FILE.html')
    .addOption(metricOption())
    .action(async (options: ExportOptions & { out: string; metric: MetricName }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const { run: runId, metric } = options;
        const page = await followJobs(engine, () => engine.reports.write({ runId, metric }));
        await writeResult(page, options.out);
      });
    });
}

function metricOption(): Option {
  return new Option('--metric <metric>', 'by which heads are ranked and drawn')
    .choices(METRIC_NAMES)
    .default('attention_js_divergence');
}

function exportNotebookOf(): Command {
  const command = exporter(
    'notebook',
    'a Jupyter notebook that loads a run with pandas and draws its main figures, with the tables that it loads',
  );
  return command
    .requiredOption('--out <file>', 'FILE.ipynb; its tables are FILE-metrics.parquet and the like')
    .addOption(metricOption())
    .action(async (options: ExportOptions & { out: string; metric: MetricName }) => {
      const out = resolve(options.out);
      if (extname(out) !== '.ipynb') command.error(`error: --out must end in .ipynb, got ${options.out}`);
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const { run: runId, metric } = options;
        const files = await followJobs(engine, () => exportNotebook(engine, { runId, metric }, out));
        note(`Written to ${dirname(out)}: ${files.join(', ')}`);
      });
    });
}

function exportBundle(): Command {
  return exporter(
    'bundle',
    'a run with its sets, metrics and hashes as one file, which `pairlens import` takes in',
  )
    .requiredOption('--out <file>', 'FILE.pairlens')
    .option('--tensors', 'with the activations that the run keeps')
    .option('--no-notes', 'without notes, pins and saved views')
    .action(async (options: ExportOptions & { out: string; tensors?: boolean; notes: boolean }) => {
      await withEngine({ ...options, readonly: true }, (engine) =>
        followJobs(engine, () =>
          writeResult(
            engine.bundles.write({
              runId: options.run,
              tensors: options.tensors === true,
              notes: options.notes,
            }),
            options.out,
          ),
        ),
      );
    });
}

function formatOption(): Option {
  return new Option('--format <format>', 'of the table (default: that of the file’s ending, or csv)').choices(
    TABLE_FORMATS,
  );
}

/** As was asked for, or as the file's name says. */
function tableFormatOf({ format, out = '' }: Pick<ExportOptions, 'format' | 'out'>): TableFormat {
  const ending = extname(out).slice(1).toLowerCase();
  return format ?? TABLE_FORMATS.find((known) => known === ending) ?? 'csv';
}

async function* bytesOf(pieces: AsyncIterable<{ readonly bytes: Uint8Array }>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of pieces) yield bytes;
}

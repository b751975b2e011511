import { Command, Option } from 'commander';
import { extname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FigureSpec } from '../../../core/figures/registry.ts';
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import {
  GRID_STATISTICS,
  PAIR_MAPS,
  type ResultSort,
  resultFilter,
  ROLES,
  type Threshold,
} from '../../../shared/entities.ts';
import { figureSpec } from '../../../shared/figures.ts';
import { exportRun } from '../../engine/exports/export-run.ts';
import { type FileContent, writeWholeFile } from '../../engine/files/write-file.ts';
import { metric, numberBetween, repeated, sortOrder, threshold, wholeNumber } from '../arguments.ts';
import { group, storeOption, type StoreOptions, withEngine } from '../engine.ts';
import { note } from '../output.ts';

export function exportCommand(): Command {
  return group(
    'export',
    'write stored results to files',
    exportWholeRun(),
    exportMetrics(),
    exportAggregates(),
    exportFigure(),
  );
}

interface ExportOptions extends StoreOptions {
  readonly run: number;
  readonly out?: string;
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
        const written = await exportRun(engine, options.run, out);
        note(`${written.length} files written to ${out}`);
      });
    });
}

interface MetricsOptions extends ExportOptions {
  readonly layer?: number[];
  readonly head?: number[];
  readonly label?: string[];
  readonly role: (typeof ROLES)[number];
  readonly where?: Threshold[];
  readonly sort: ResultSort;
}

function exportMetrics(): Command {
  return exporter('metrics', 'the metrics of every head on every pair, as CSV')
    .option('--out <file>', 'the file to write (default: standard output)')
    .option('--layer <n>', 'only this layer; may be given several times', repeated(wholeNumber(0)))
    .option('--head <n>', 'only this head; may be given several times', repeated(wholeNumber(0)))
    .option('--label <label>', 'only pairs with this label; may be given several times', repeated(String))
    .addOption(
      new Option('--role <role>', 'pairs of the set or of its control set').choices(ROLES).default('set'),
    )
    .option('--where <test>', 'such as max_attention_diff>0.3; all of them hold', repeated(threshold))
    .addOption(
      new Option('--sort <key>', 'a metric, pair, layer or head; KEY:desc for descending')
        .argParser(sortOrder)
        .default({ by: 'pair', direction: 'asc' }, 'pair'),
    )
    .action(async (options: MetricsOptions) => {
      const filter = resultFilter.parse({
        role: options.role,
        layers: options.layer,
        heads: options.head,
        labels: options.label,
        thresholds: options.where ?? [],
      });
      await withEngine({ ...options, readonly: true }, async (engine) => {
        engine.runs.get({ id: options.run });
        await write(
          engine.exports.metricsCsv({ runId: options.run, filter, sort: options.sort }),
          options.out,
        );
      });
    });
}

function exportAggregates(): Command {
  return exporter('aggregates', 'the statistics over the pairs of a run, as CSV')
    .option('--out <file>', 'the file to write (default: standard output)')
    .addOption(new Option('--group <label>', 'only the pairs with this label').default('', 'the whole set'))
    .action(async (options: ExportOptions & { group: string }) => {
      await withEngine({ ...options, readonly: true }, async (engine) => {
        await write(
          await engine.exports.aggregatesCsv({ runId: options.run, group: options.group }),
          options.out,
        );
      });
    });
}

/** What a figure of each kind cannot do without. */
const NEEDED: Readonly<Record<FigureSpec['kind'], readonly ('pair' | 'layer' | 'head')[]>> = {
  'head-grid': [],
  'pair-map': ['pair', 'layer', 'head'],
  'pair-heads': ['pair'],
  distribution: ['layer', 'head'],
};

interface FigureOptions extends ExportOptions {
  readonly out: string;
  readonly kind: FigureSpec['kind'];
  readonly pair?: number;
  readonly layer?: number;
  readonly head?: number;
  readonly map: (typeof PAIR_MAPS)[number];
  readonly metric: MetricName;
  readonly statistic: (typeof GRID_STATISTICS)[number];
  readonly group: string;
  readonly qThreshold: number;
  readonly words?: boolean;
  readonly role: (typeof ROLES)[number];
  readonly theme: 'light' | 'dark';
}

function exportFigure(): Command {
  return exporter('figure', 'a figure, as SVG or PNG by the file’s name')
    .requiredOption('--out <file>', 'FILE.svg or FILE.png')
    .addOption(
      new Option('--kind <kind>', 'which figure')
        .choices(['head-grid', 'pair-map', 'pair-heads', 'distribution'] satisfies FigureSpec['kind'][])
        .default('head-grid'),
    )
    .option('--metric <metric>', 'the metric', metric, 'attention_js_divergence')
    .addOption(new Option('--statistic <name>', 'of a head grid').choices(GRID_STATISTICS).default('mean'))
    .addOption(
      new Option('--group <label>', 'of a head grid: only the pairs with this label').default(
        '',
        'the whole set',
      ),
    )
    .option(
      '--q-threshold <q>',
      'of a head grid: dim cells with q at or above this',
      numberBetween(0, 1),
      0.05,
    )
    .option('--pair <n>', 'the number of a pair, as in metrics.csv', wholeNumber(1))
    .addOption(new Option('--role <role>', 'where that pair is').choices(ROLES).default('set'))
    .option('--layer <n>', 'the layer', wholeNumber(0))
    .option('--head <n>', 'the head', wholeNumber(0))
    .addOption(new Option('--map <map>', 'of a pair map').choices(PAIR_MAPS).default('pattern_original'))
    .option('--words', 'of a pair map: over words instead of tokens')
    .addOption(new Option('--theme <theme>', 'colours').choices(['light', 'dark']).default('light'))
    .action(async (options: FigureOptions, command: Command) => {
      const format = extname(options.out).slice(1).toLowerCase();
      if (format !== 'svg' && format !== 'png')
        command.error(`error: --out must end in .svg or .png, got ${options.out}`);
      const missing = NEEDED[options.kind].filter((name) => options[name] === undefined);
      if (missing.length > 0)
        command.error(
          `error: a figure of kind ${options.kind} also needs ${missing.map((name) => `--${name}`).join(', ')}`,
        );
      await withEngine({ ...options, readonly: true }, async (engine) => {
        const { run: runId, pair: number, role } = options;
        const spec = figureSpec.parse({
          kind: options.kind,
          runId,
          ...(number !== undefined && { pairId: engine.runs.pairId({ id: runId, role, number }) }),
          layer: options.layer,
          head: options.head,
          map: options.map,
          view: options.words ? 'words' : 'tokens',
          metric: options.metric,
          statistic: options.statistic,
          group: options.group,
          qThreshold: options.qThreshold,
        });
        await write(await engine.exports.figureFile({ spec, format, theme: options.theme }), options.out);
      });
    });
}

/** To a file, whole or not at all, or else to standard output. */
async function write(content: FileContent, out: string | undefined): Promise<void> {
  if (out === undefined) {
    const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    await pipeline(pieces, process.stdout, { end: false });
    return;
  }
  const file = resolve(out);
  await writeWholeFile(file, content);
  note(`Written to ${file}`);
}

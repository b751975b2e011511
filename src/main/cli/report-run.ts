/** Says how a run ended: files written, what was found, the pairs that failed. */
import type { ComparisonDesign } from '../../core/analyses/statistics/comparison-design.ts';
import { describeFindings } from '../../core/analyses/statistics/findings.ts';
import { byResponse } from '../../core/analyses/statistics/ranking.ts';
import { METRICS, type MetricName } from '../../core/metrics/catalogue.ts';
import { DEFAULT_TOP as TOP_K } from '../../core/statistics/aggregate.ts';
import type { AggregateRow, Run } from '../../shared/entities.ts';
import type { Engine } from '../engine/engine.ts';
import { exportRun } from '../engine/exports/export-run.ts';
import {
  EXIT,
  formatInterval,
  formatNumber,
  formatProbability,
  formatTable,
  note,
  print,
  printJson,
  wrapped,
} from './output.ts';

const TOP_HEADS = 10;
const SHOWN_ERRORS = 10;
/** The metric that heads are ranked by: the one that counts attention to an inserted token. */
const RANKED_BY: MetricName = 'attention_js_divergence';

interface ReportOptions {
  /** As it was given, for the commands that are recommended. */
  readonly store?: string;
  readonly json?: boolean;
  readonly out: string | null;
}

/** The exit code that says how the run ended. */
export async function reportRun(engine: Engine, run: Run, options: ReportOptions): Promise<number> {
  const errors = engine.runs.errors({ id: run.id });
  const complete = run.state === 'done';
  const written =
    complete && options.out !== null ? await exportFiles(engine, run.id, options.out, options) : [];
  const findings = complete ? await findingsOf(engine, run) : null;
  if (options.json) printJson({ run, findings, errors, out: options.out, written });
  else {
    if (findings !== null) printFindings(run, findings);
    for (const error of errors.slice(0, SHOWN_ERRORS))
      note(`pair ${error.position + 1} of the ${error.role} failed: ${error.message}`);
    if (errors.length > SHOWN_ERRORS) note(`… and ${errors.length - SHOWN_ERRORS} more`);
    if (written.length > 0) print(`\n${written.length} files written to ${options.out}`);
    note(`Run ${run.id}: ${run.state}, ${run.done} of ${run.total} pairs done, ${run.failed} failed.`);
  }
  if (complete) return EXIT.ok;
  if (run.state === 'cancelled') {
    note(`Cancelled; what was done is stored. Go on with: ${command('runs resume', `${run.id}`, options)}`);
    return EXIT.interrupted;
  }
  if (options.out !== null) note('No files were written.');
  note(`The run failed: ${run.error ?? 'no pair could be measured'}`);
  return EXIT.failed;
}

/** Writes the files; when that fails, says that the run itself is stored. */
async function exportFiles(
  engine: Engine,
  runId: number,
  folder: string,
  options: ReportOptions,
): Promise<string[]> {
  try {
    return await exportRun(engine, runId, folder);
  } catch (error) {
    note(
      `Run ${runId} is done and stored. Write its files with: ${command('export run', `--run ${runId} --out DIR`, options)}`,
    );
    throw error;
  }
}

/** A command to recommend, on the same workspace. */
function command(name: string, rest: string, { store }: ReportOptions): string {
  return `pairlens ${name} ${rest}${store === undefined ? '' : ` --store ${store}`}`;
}

/** What was found of a run's heads by {@link RANKED_BY}, and those that respond. */
async function findingsOf(engine: Engine, run: Run) {
  const rows = await engine.aggregates.rows({ runId: run.id, group: '' });
  const ranked = rows.filter(({ metric }) => metric === RANKED_BY);
  const design = engine.aggregates.design({ runId: run.id, group: '' });
  return {
    metric: RANKED_BY,
    design,
    ...describeFindings({
      metric: RANKED_BY,
      design,
      rows: ranked,
      set: run.set.name,
      controlSet: run.controlSet?.name ?? null,
      group: '',
    }),
    heads: {
      more: headsOf(rows, ranked, 'more'),
      less: headsOf(rows, ranked, 'less'),
      /** Without a comparison: the largest means, which say nothing about what they would be for another change. */
      largest: design.kind === 'none' ? withOthers(rows, byResponse(ranked, RANKED_BY).slice(0, TOP_HEADS)) : [],
    },
  };
}

/** Those of an outcome, the largest difference first. */
function headsOf(
  rows: readonly AggregateRow[],
  ranked: readonly AggregateRow[],
  outcome: 'more' | 'less',
): HeadOfReport[] {
  const found = byResponse(
    ranked.filter((row) => row.outcome === outcome),
    RANKED_BY,
  );
  return withOthers(rows, outcome === 'more' ? found : found.reverse());
}

/** Each with the means of other metrics of the same head. */
function withOthers(rows: readonly AggregateRow[], heads: readonly AggregateRow[]): HeadOfReport[] {
  return heads.map((row) => {
    const meanOf = (metric: MetricName) =>
      rows.find((one) => one.layer === row.layer && one.head === row.head && one.metric === metric)?.mean ??
      null;
    return {
      ...row,
      mean_max_attention_diff: meanOf('max_attention_diff'),
      mean_attention_pattern_correlation: meanOf('attention_pattern_correlation'),
      mean_value_output_correlation: meanOf('value_output_correlation'),
    };
  });
}

interface HeadOfReport extends AggregateRow {
  readonly mean_max_attention_diff: number | null;
  readonly mean_attention_pattern_correlation: number | null;
  readonly mean_value_output_correlation: number | null;
}

function printFindings(run: Run, found: Awaited<ReturnType<typeof findingsOf>>): void {
  const { label, unit } = METRICS[found.metric];
  print(`${label}${unit === '' ? '' : ` (${unit})`}, ${run.model.name} over ${run.set.name}\n`);
  printSentences([found.headline, ...found.details]);
  printSentences(found.compared);
  printSentences(found.caveats);
  const { more, less, largest } = found.heads;
  if (more.length > 0) printHeads(found, 'Change more', more);
  if (less.length > 0) printHeads(found, 'Change less', less);
  if (largest.length > 0) printHeads(found, 'The largest means, compared with nothing', largest);
}

function printSentences(sentences: readonly string[]): void {
  if (sentences.length > 0) print(`${wrapped(sentences.join(' '))}\n`);
}

function printHeads(
  { design }: { readonly design: ComparisonDesign },
  title: string,
  heads: readonly HeadOfReport[],
): void {
  const right = (head: string) => ({ head, align: 'right' as const });
  const isCompared = design.kind !== 'none';
  const shown = heads.slice(0, TOP_HEADS);
  print(heads.length > shown.length ? `${title} (${shown.length} of ${heads.length})` : title);
  print(
    formatTable(
      [
        { head: 'head' },
        right('mean'),
        ...(isCompared
          ? [
              right(design.kind === 'paired' ? 'neutral' : 'control'),
              right('difference'),
              right('95 % interval'),
              right('Cliff’s δ'),
              right('q'),
              right(`in top ${TOP_K}`),
            ]
          : [right('95 % interval')]),
        right('max diff'),
        right('pattern corr.'),
        right('value corr.'),
      ],
      shown.map((row) => [
        `L${row.layer} H${row.head}`,
        formatNumber(row.mean),
        ...(isCompared
          ? [
              formatNumber(row.control_mean),
              formatNumber(row.difference),
              formatInterval(row.difference_ci_low, row.difference_ci_high),
              formatNumber(row.cliffs_delta, 2),
              `${row.q_at_most ? '≤ ' : ''}${formatProbability(row.q)}`,
              row.top_share === null ? '–' : `${Math.round(100 * row.top_share)} %`,
            ]
          : [formatInterval(row.ci_low, row.ci_high)]),
        formatNumber(row.mean_max_attention_diff),
        formatNumber(row.mean_attention_pattern_correlation),
        formatNumber(row.mean_value_output_correlation),
      ]),
    ),
  );
  print('');
}

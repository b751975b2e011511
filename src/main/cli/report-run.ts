/** Says how a run ended: files written, the heads that respond most, the pairs that failed. */
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
  itemName,
} from './output.ts';

const TOP_HEADS = 10;
const SHOWN_ERRORS = 10;
/** The metric that heads are ranked by: the one that counts attention to an inserted token. */
const RANKED_BY = 'attention_js_divergence';

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
  const heads = complete ? await respondingHeads(engine, run) : [];
  if (options.json) printJson({ run, heads, errors, out: options.out, written });
  else {
    if (complete) printHeads(run, heads);
    for (const error of errors.slice(0, SHOWN_ERRORS)) note(`${itemName(error)} failed: ${error.message}`);
    if (errors.length > SHOWN_ERRORS) note(`… and ${errors.length - SHOWN_ERRORS} more`);
    if (written.length > 0) print(`\n${written.length} files written to ${options.out}`);
    note(
      `Run ${run.id}: ${run.state}, ${run.done} of ${run.total} pairs done, ${run.failed} failed${neutralsIn(run)}.`,
    );
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

function neutralsIn({ neutrals: { total, done, failed } }: Run): string {
  return total === 0 ? '' : `; ${done} of ${total} neutrals done, ${failed} failed`;
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

/**
 * The heads whose JS divergence exceeds the control set's most (without a control set: is largest), first the largest;
 * each with its other metrics' means.
 */
export async function respondingHeads(engine: Engine, run: Run) {
  const rows = await engine.aggregates.rows({ runId: run.id, group: '' });
  const at = (layer: number, head: number, metric: string) =>
    rows.find((row) => row.layer === layer && row.head === head && row.metric === metric) ?? null;
  const response = (row: AggregateRow) =>
    (run.controlSet ? row.difference : row.mean) ?? Number.NEGATIVE_INFINITY;
  return rows
    .filter((row) => row.metric === RANKED_BY)
    .sort((a, b) => response(b) - response(a))
    .slice(0, TOP_HEADS)
    .map((row) => ({
      ...row,
      mean_max_attention_diff: at(row.layer, row.head, 'max_attention_diff')?.mean ?? null,
      mean_attention_pattern_correlation:
        at(row.layer, row.head, 'attention_pattern_correlation')?.mean ?? null,
      mean_value_output_correlation: at(row.layer, row.head, 'value_output_correlation')?.mean ?? null,
    }));
}

function printHeads(run: Run, heads: Awaited<ReturnType<typeof respondingHeads>>): void {
  const control = run.controlSet;
  const right = (head: string) => ({ head, align: 'right' as const });
  print(
    `The ${heads.length} heads of ${run.model.name} that respond most, by JS divergence (bits) over ${run.set.name}`,
  );
  print(control ? `compared with ${control.name}; q is Benjamini-Hochberg over all heads\n` : '');
  print(
    formatTable(
      [
        { head: 'head' },
        right('JS divergence'),
        right('95 % interval'),
        ...(control ? [right('− control'), right('95 % interval'), right('q')] : []),
        right('max diff'),
        right('pattern corr.'),
        right('value corr.'),
      ],
      heads.map((row) => [
        `L${row.layer} H${row.head}`,
        formatNumber(row.mean),
        formatInterval(row.ci_low, row.ci_high),
        ...(control
          ? [
              formatNumber(row.difference),
              formatInterval(row.difference_ci_low, row.difference_ci_high),
              formatProbability(row.q),
            ]
          : []),
        formatNumber(row.mean_max_attention_diff),
        formatNumber(row.mean_attention_pattern_correlation),
        formatNumber(row.mean_value_output_correlation),
      ]),
    ),
  );
}

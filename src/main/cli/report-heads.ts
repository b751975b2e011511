/** The heads of a run as the command line tells them: what was found, and the heads that respond. */
import type { ComparisonChange } from '../../core/analyses/statistics/comparison-choice.ts';
import type { ComparisonDesign } from '../../core/analyses/statistics/comparison-design.ts';
import { partOfRun } from '../../core/figures/part-of-run.ts';
import { describeFindings, directionWords } from '../../core/analyses/statistics/findings.ts';
import { byResponse } from '../../core/analyses/statistics/ranking.ts';
import { decimalsFor, decimalsShowing } from '../../core/figures/fixed-numbers.ts';
import { METRICS, type MetricName } from '../../core/metrics/catalogue.ts';
import { topSize } from '../../core/statistics/rank-stability.ts';
import type { AggregateRow, Run } from '../../shared/entities.ts';
import type { Engine } from '../engine/engine.ts';
import { formatInterval, formatNumber, formatProbability, formatTable, print, wrapped } from './output.ts';

const TOP_HEADS = 10;
/** The metric that heads are ranked by unless told: the one that counts attention to an inserted token. */
const RANKED_BY: MetricName = 'attention_js_divergence';

/** Metrics whose means stand beside it. */
const BESIDE = [
  'max_attention_diff',
  'attention_pattern_correlation',
  'value_output_correlation',
] as const satisfies readonly MetricName[];
const BESIDE_WORDS: Readonly<Record<(typeof BESIDE)[number], string>> = {
  max_attention_diff: 'max diff',
  attention_pattern_correlation: 'pattern corr.',
  value_output_correlation: 'value corr.',
};

export interface HeadsReportRequest {
  readonly metric?: MetricName;
  /** '' for the whole set */
  readonly group?: string;
  /** Where it is not to be as the run was planned. */
  readonly choice?: ComparisonChange | undefined;
}

export type HeadsReport = Awaited<ReturnType<typeof headsReport>>;

interface HeadOfReport extends AggregateRow {
  readonly means: Readonly<Record<(typeof BESIDE)[number], number | null>>;
}

/** What was found of a run's heads by a metric, and those that respond. */
export async function headsReport(
  engine: Engine,
  run: Run,
  { metric = RANKED_BY, group = '', choice }: HeadsReportRequest = {},
) {
  const request = { runId: run.id, group, choice };
  const metrics = [...new Set([metric, ...BESIDE])];
  const rows = await engine.aggregates.rows({ ...request, metrics });
  const ranked = byResponse(rows, metric);
  const design = engine.aggregates.design(request);
  const found = describeFindings({
    metric,
    design,
    rows: ranked,
    set: run.set.name,
    controlSet: run.controlSet?.name ?? null,
    group,
    quality: engine.runs.quality({ id: run.id }).roles,
    part: partOfRun(run),
  });
  const ofOutcome = (outcome: AggregateRow['outcome']) =>
    withOthers(
      rows,
      ranked.filter((row) => row.outcome === outcome),
    );
  return {
    metric,
    ...found,
    design,
    heads: {
      more: ofOutcome('more'),
      less: ofOutcome('less').reverse(),
      /** Without a comparison: the largest means, which do not say what they would be for another change. */
      largest: design.kind === 'none' ? withOthers(rows, ranked.slice(0, TOP_HEADS)) : [],
    },
  };
}

/** Each with the means of other metrics at the same head. */
function withOthers(rows: readonly AggregateRow[], heads: readonly AggregateRow[]): HeadOfReport[] {
  const meanOf = ({ layer, head }: AggregateRow, metric: MetricName) =>
    rows.find((one) => one.layer === layer && one.head === head && one.metric === metric)?.mean ?? null;
  return heads.map((row) => ({
    ...row,
    means: {
      max_attention_diff: meanOf(row, 'max_attention_diff'),
      attention_pattern_correlation: meanOf(row, 'attention_pattern_correlation'),
      value_output_correlation: meanOf(row, 'value_output_correlation'),
    },
  }));
}

export function printHeadsReport(run: Run, found: HeadsReport): void {
  const { label, unit } = METRICS[found.metric];
  print(`${label}${unit === '' ? '' : ` (${unit})`}, ${run.model.name} over ${run.set.name}\n`);
  printSentences([found.headline, ...found.details]);
  printSentences(found.compared);
  printSentences(found.caveats);
  const { more, less, largest } = found.heads;
  const total = run.model.layers * run.model.heads;
  const words = directionWords(METRICS[found.metric].change);
  if (more.length > 0) printHeads(found, total, `Heads that ${words.more[1]}`, more);
  if (less.length > 0) printHeads(found, total, `Heads that ${words.less[1]}`, less);
  if (largest.length > 0) printHeads(found, total, 'The largest means, compared with nothing', largest);
}

/** Of the pairs that are compared: what the difference is the difference of. */
function comparedMean({ control_mean: control, difference }: AggregateRow): number | null {
  return control === null || difference === null ? null : control + difference;
}

function printSentences(sentences: readonly string[]): void {
  if (sentences.length > 0) print(`${wrapped(sentences.join(' '))}\n`);
}

function printHeads(
  { design }: { readonly design: ComparisonDesign },
  total: number,
  title: string,
  heads: readonly HeadOfReport[],
): void {
  const right = (head: string) => ({ head, align: 'right' as const });
  const isCompared = design.kind !== 'none';
  const shown = heads.slice(0, TOP_HEADS);
  const decimals = Math.max(3, decimalsFor(shown.map(({ difference, mean }) => difference ?? mean)));
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
              right(`in top ${topSize(total)}`),
            ]
          : [right('95 % interval')]),
        ...BESIDE.map((name) => right(BESIDE_WORDS[name])),
      ],
      shown.map((row) => [
        `L${row.layer} H${row.head}`,
        formatNumber(isCompared ? comparedMean(row) : row.mean, decimals),
        ...(isCompared
          ? [
              formatNumber(row.control_mean, decimals),
              formatNumber(row.difference, decimalsShowing(row.difference, decimals)),
              formatInterval(
                row.difference_ci_low,
                row.difference_ci_high,
                decimalsShowing(row.difference, decimals),
              ),
              formatNumber(row.cliffs_delta, 2),
              `${row.q_at_most ? '≤ ' : ''}${formatProbability(row.q)}`,
              row.top_share === null ? '–' : `${Math.round(100 * row.top_share)} %`,
            ]
          : [formatInterval(row.ci_low, row.ci_high, decimals)]),
        ...BESIDE.map((name) => formatNumber(row.means[name])),
      ]),
    ),
  );
  print('');
}

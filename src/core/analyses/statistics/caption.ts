/** What the captions of figures of statistics say: the run, and what was compared with what over how many. */
import { isolated, quoted } from '../../isolated.ts';
import { type FigureSource, formatValue } from '../../figures/figure.ts';
import { QUERY_WORDS } from '../../metrics/queries.ts';
import { METRICS, type MetricName } from '../../metrics/catalogue.ts';
import { partOfCaption } from '../../figures/part-of-run.ts';
import type { ComparisonKind } from './comparison-design.ts';
import { countWords } from './count-words.ts';
import type { StatisticsRow } from './rows.ts';

/**
 * 'Run 12 · all-MiniLM-L6-v2 · “negation” (n = 403 of 412 pairs in 126 clusters), each against its neutral change · all queries'.
 * @param rows every head of the metric; of what differs between heads the most is said
 */
export function captionOfStatistics(
  source: FigureSource,
  rows: readonly StatisticsRow[],
  metric: MetricName,
  group: string,
): string {
  const most = (field: 'compared' | 'compared_control' | 'compared_clusters' | 'compared_control_clusters') =>
    rows.reduce((largest, row) => Math.max(largest, row[field] ?? 0), 0);
  const pairs = rows.reduce((largest, row) => Math.max(largest, row.n + row.undefined), 0);
  const comparison = rows[0]?.comparison ?? 'none';
  const isNone = comparison === 'none';
  const margin = largestOf(rows, 'margin');
  const effect =
    margin > 0 ? `; smallest effect of interest ±${formatValue(margin, METRICS[metric].unit)}` : '';
  const compared = comparisonWords(source, group, {
    kind: comparison,
    pairs,
    compared: isNone ? pairs : most('compared'),
    clusters: isNone ? largestOf(rows, 'clusters') : most('compared_clusters'),
    comparedControl: most('compared_control'),
    controlClusters: most('compared_control_clusters'),
  });
  return `${compared}${effect} · ${QUERY_WORDS[source.queries]}${partOfCaption(source.part)}`;
}

interface Compared {
  readonly kind: ComparisonKind;
  /** Measured, and of these the ones that are compared. */
  readonly pairs: number;
  readonly compared: number;
  /** 0: each pair stands for itself. */
  readonly clusters: number;
  readonly comparedControl: number;
  readonly controlClusters: number;
}

/** 'Run 12 · all-MiniLM-L6-v2 · “negation” (n = 403 of 412 pairs in 126 clusters), each against its neutral change' */
export function captionOfComparison(source: FigureSource, group: string, of: Compared): string {
  return `${comparisonWords(source, group, of)}${partOfCaption(source.part)}`;
}

function comparisonWords(source: FigureSource, group: string, of: Compared): string {
  const { pairs, compared } = of;
  const set = group === '' ? quoted(source.set) : `${quoted(source.set)}, label ${quoted(group)}`;
  const n = compared === pairs ? countWords(pairs, 'pair') : `${compared} of ${countWords(pairs, 'pair')}`;
  return `Run ${source.run} · ${isolated(source.model)} · ${set} (n = ${n}${inClusters(of.clusters)})${against(source, of)}`;
}

function against(source: FigureSource, { kind, comparedControl, controlClusters }: Compared): string {
  const control = `${source.controlSet === null ? 'the control' : quoted(source.controlSet)} (n = ${comparedControl}${inClusters(controlClusters)})`;
  switch (kind) {
    case 'paired':
      return ', each against its neutral change';
    case 'within':
      return ` against ${control}, within clusters, matched by shape of the change`;
    case 'matched':
      return ` against ${control}, matched by shape of the change`;
    case 'unadjusted':
      return ` against ${control}, not adjusted`;
    case 'none':
      return '';
  }
}

function inClusters(clusters: number): string {
  return clusters === 0 ? '' : ` in ${countWords(clusters, 'cluster')}`;
}

function largestOf(rows: readonly StatisticsRow[], field: 'clusters' | 'margin'): number {
  return rows.reduce((largest, row) => Math.max(largest, row[field] ?? 0), 0);
}

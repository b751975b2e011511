/** The SQL of results: one page of rows, and how many there are. */
import { METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { conditions, joinSql, type Sql } from './conditions.ts';
import type { Plan } from './plan.ts';

/** A row as {@link HeadMetricRow} has it. */
const ROW_COLUMNS = `position, layer, head, pair_id AS pairId, ${METRIC_NAMES.join(', ')}`;

const PLACE = 'position, layer, head';

/** Rows of head_metric, or the same rows out of the order of a metric. */
function source(runId: number, filter: ResultFilter, { metric }: Plan): Sql {
  const where = conditions(runId, filter);
  if (metric === null) return { text: `FROM head_metric WHERE ${where.text}`, bound: where.bound };
  // The order's own column, by which a range of it is found, stands beside the metric's.
  const ranges = filter.thresholds
    .filter((threshold) => threshold.metric === metric)
    .map(({ comparison, value }) => ({ text: `value ${comparison} ?`, bound: [value] }));
  const inOrder = { text: 'metric = ?', bound: [metric] };
  const all = joinSql([where, inOrder, ...ranges], ' AND ');
  return { text: `FROM metric_order WHERE ${all.text}`, bound: all.bound };
}

function ordering({ by, direction }: ResultSort, plan: Plan): string {
  const way = direction === 'asc' ? 'ASC' : 'DESC';
  if (by === 'pair') return `position ${way}, layer, head`;
  if (by === 'layer' || by === 'head') return `${by} ${way}, ${PLACE}`;
  if (plan.metric === by) return `value ${way}, ${PLACE}`;
  return `${by} IS NULL, ${by} ${way}, ${PLACE}`;
}

/** Whether the plan passes over rows of the filter in which the sorted metric is undefined. */
export function leavesOutUndefined(filter: ResultFilter, sort: ResultSort, plan: Plan): boolean {
  return plan.metric === sort.by && !filter.thresholds.some(({ metric }) => metric === sort.by);
}

export function pageQuery(
  runId: number,
  filter: ResultFilter,
  sort: ResultSort,
  plan: Plan,
  page: { offset: number; limit: number },
): Sql {
  const from = source(runId, filter, plan);
  return {
    text: `SELECT ${ROW_COLUMNS} ${from.text} ORDER BY ${ordering(sort, plan)} LIMIT ? OFFSET ?`,
    bound: [...from.bound, page.limit, page.offset],
  };
}

/** The rows that come last in an order by `metric`: those in which it is undefined. */
export function undefinedQuery(
  runId: number,
  filter: ResultFilter,
  metric: MetricName,
  page: { offset: number; limit: number },
): Sql {
  const from = source(runId, filter, { metric: null });
  return {
    text: `SELECT ${ROW_COLUMNS} ${from.text} AND ${metric} IS NULL ORDER BY ${PLACE} LIMIT ? OFFSET ?`,
    bound: [...from.bound, page.limit, page.offset],
  };
}

export function countQuery(runId: number, filter: ResultFilter, plan: Plan): Sql {
  const from = source(runId, filter, plan);
  return {
    text: `SELECT count(*) AS rows, count(DISTINCT position) AS pairs ${from.text}`,
    bound: from.bound,
  };
}

/** Every row of the filter in the order asked for, for a reader that takes them all. */
export function exportQuery(runId: number, filter: ResultFilter, sort: ResultSort): Sql {
  const plan: Plan = { metric: null };
  const from = source(runId, filter, plan);
  return {
    text: `SELECT ${ROW_COLUMNS} ${from.text} ORDER BY ${ordering(sort, plan)}`,
    bound: from.bound,
  };
}

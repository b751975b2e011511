/** The SQL of an export: every row of a filter, in the order asked for, for a reader that takes them all. */
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { conditions, type Sql } from './conditions.ts';

/** A row as {@link HeadMetricRow} has it. */
const ROW_COLUMNS = `position, layer, head, pair_id AS pairId, ${METRIC_NAMES.join(', ')}`;

const PLACE = 'position, layer, head';

export function exportQuery(runId: number, filter: ResultFilter, sort: ResultSort): Sql {
  const { text, bound } = conditions(runId, filter);
  return {
    text: `SELECT ${ROW_COLUMNS} FROM head_metric WHERE ${text} ORDER BY ${ordering(sort)}`,
    bound,
  };
}

function ordering({ by, direction }: ResultSort): string {
  const way = direction === 'asc' ? 'ASC' : 'DESC';
  if (by === 'pair') return `position ${way}, layer, head`;
  if (by === 'layer' || by === 'head') return `${by} ${way}, ${PLACE}`;
  return `${by} IS NULL, ${by} ${way}, ${PLACE}`;
}

/** A filter as SQL: text with placeholders, and what is bound to them. Values never become part of the text. */
import type { ResultFilter, Threshold } from '../../../shared/entities.ts';
import { placeholders } from '../store/rows.ts';

export interface Sql {
  readonly text: string;
  readonly bound: readonly (string | number | null)[];
}

export function joinSql(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map(({ text }) => text).join(separator),
    bound: parts.flatMap(({ bound }) => bound),
  };
}

/**
 * The conditions on rows of head_metric. A threshold's metrics and comparison are words of the contract's own lists.
 * Thresholds of the control are another number at each head and not here: who reads the rows tests them.
 */
export function conditions(runId: number, filter: ResultFilter): Sql {
  const parts: Sql[] = [{ text: 'run_id = ? AND role = ?', bound: [runId, filter.role] }];
  if (filter.pairId !== undefined)
    parts.push({
      text: 'position = (SELECT position FROM run_item WHERE run_id = ? AND pair_id = ? AND role = ?)',
      bound: [runId, filter.pairId, filter.role],
    });
  if (filter.layers !== undefined) parts.push(isOneOf('layer', filter.layers));
  if (filter.heads !== undefined) parts.push(isOneOf('head', filter.heads));
  if (filter.labels !== undefined) parts.push(hasLabel(runId, filter.role, filter.labels));
  parts.push(...filter.thresholds.flatMap(passes));
  return joinSql(parts, ' AND ');
}

function isOneOf(column: string, values: readonly number[]): Sql {
  return { text: `${column} IN (${placeholders(values.length)})`, bound: values };
}

function hasLabel(runId: number, role: string, labels: readonly (string | null)[]): Sql {
  const named = labels.filter((label) => label !== null);
  const unlabelled = labels.includes(null) ? ' OR pair.label IS NULL' : '';
  return {
    text: `position IN (
      SELECT item.position FROM run_item AS item JOIN pair ON pair.id = item.pair_id
      WHERE item.run_id = ? AND item.role = ? AND (pair.label IN (${placeholders(named.length)})${unlabelled}))`,
    bound: [runId, role, ...named],
  };
}

function passes({ metric, minus, comparison, value }: Threshold): Sql[] {
  if (value === 'control') return [];
  const what = minus === undefined ? metric : `abs(${metric} - ${minus})`;
  return [{ text: `${what} ${comparison} ?`, bound: [value] }];
}

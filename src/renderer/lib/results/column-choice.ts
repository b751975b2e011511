/** Which columns of the rows are shown: what a person asked for, and as many of the usual ones as there is room for. */
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { type Column, isMetric, type ResultColumn, sortSteps, widthOf } from './columns.ts';

/** Which columns a person has asked for. */
export interface ColumnChoice {
  /** The ones that are not shown. */
  readonly hidden: readonly ResultColumn[];
  /** The ones that are shown even where there is no room for them: the table scrolls sideways then. */
  readonly extra: readonly ResultColumn[];
}

/** They say which row it is. */
const ALWAYS: ReadonlySet<ResultColumn> = new Set(['pair', 'text', 'layer', 'head']);

/** Shown where there is room, the first of them first: few metrics, so that the text has room. */
const WITH_ROOM: readonly ResultColumn[] = [
  'label',
  'attention_js_divergence',
  'flags',
  'max_attention_diff',
  'attention_pattern_correlation',
  'value_output_correlation',
  'shift_toward_change',
];

/** What is shown of the rows, and for whom. */
export interface Rows {
  /** All that there are. */
  readonly columns: readonly Column[];
  readonly sort: ResultSort;
  readonly filter: Pick<ResultFilter, 'role' | 'thresholds'>;
  /** Whether a pair of the run has a label: a column of nothing is not shown unasked. */
  readonly hasLabels: boolean;
  /** px of the table */
  readonly room: number;
}

/**
 * The columns of the table from the left: first pair, texts and head, then the metric that sorts the rows, then the
 * metrics that have a threshold, then the other metrics in the order of the catalogue. What sorts or filters is shown
 * unless it was hidden. What was hidden leaves its room to the text, so that no other column comes in its place.
 */
export function shownColumns(rows: Rows, choice: ColumnChoice): Column[] {
  const { columns, sort, filter } = rows;
  const filtered = new Set<ResultColumn>(
    filter.thresholds.flatMap(({ metric, minus = metric }) => [metric, minus]),
  );
  const sorted = new Set<string>(sortSteps(sort).map(({ by }) => by));
  const needed = columns.filter(
    ({ name, sortKey }) =>
      ALWAYS.has(name) || filtered.has(name) || (sortKey !== null && sorted.has(sortKey)),
  );
  const shown = new Set(
    [...needed, ...fitting(rows, needed)]
      .map(({ name }) => name)
      .filter((name) => !choice.hidden.includes(name))
      .concat(choice.extra),
  );
  const rank = ({ name }: Column): number => {
    if (!isMetric(name)) return 0;
    if (sorted.has(name)) return 1;
    return filtered.has(name) ? 2 : 3;
  };
  return columns
    .filter(({ name }) => shown.has(name))
    .map((column) => (filter.role === 'neutral' ? ofNeutral(column) : column))
    .toSorted((one, other) => rank(one) - rank(other));
}

/** The usual columns that have room beside those that are needed, each as wide as it is by itself. */
function fitting({ columns, hasLabels, room }: Rows, needed: readonly Column[]): Column[] {
  const fit: Column[] = [];
  let taken = widthOf(needed);
  for (const usual of WITH_ROOM) {
    const column = columns.find(({ name }) => name === usual);
    if (column === undefined || needed.includes(column) || (usual === 'label' && !hasLabels)) continue;
    taken += column.width;
    if (taken > room) break;
    fit.push(column);
  }
  return fit;
}

/** The usual columns that there is no room for. */
export function columnsWithoutRoom(rows: Rows, choice: ColumnChoice): Column[] {
  const shown = new Set(shownColumns(rows, choice).map(({ name }) => name));
  return shownColumns({ ...rows, room: Infinity }, choice).filter(({ name }) => !shown.has(name));
}

/** The choice after a person ticked columns and took the tick from others, so that just the ones that are ticked are shown. */
export function choiceAfter(
  rows: Rows,
  before: ColumnChoice,
  ticked: readonly ResultColumn[],
): { hidden: ResultColumn[]; extra: ResultColumn[] } {
  const shownWith = (choice: ColumnChoice) => shownColumns(rows, choice).map(({ name }) => name);
  const there = shownWith(before);
  const removed = there.filter((name) => !ticked.includes(name));
  const added = ticked.filter((name) => !there.includes(name));
  const hidden = before.hidden.filter((name) => !added.includes(name));
  const extra = before.extra.filter((name) => !removed.includes(name));
  const byItself = shownWith({ hidden, extra });
  return {
    hidden: [...hidden, ...removed.filter((name) => byItself.includes(name))],
    extra: [...extra, ...added.filter((name) => !byItself.includes(name))],
  };
}

/** The statement that rows of role 'neutral' have in place of the counterfactual. */
function ofNeutral(column: Column): Column {
  return column.name === 'counterfactual' ? { ...column, heading: 'Neutral', label: 'Neutral' } : column;
}

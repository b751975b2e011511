/** Lines of pairs of a run in a folder: their order, what each says, and what is beside one. */
import type { MetricName } from '../../../core/metrics/catalogue.ts';
import type { ResultSort } from '../../../shared/entities.ts';
import type { PairLine, ResultNeighbours } from '../../../shared/results.ts';
import { looksForLargest } from '../results/pair-order.ts';
import { stepsOf } from '../results/row-keys.ts';
import type { Asking } from '../results/asking.ts';
import { findPairAt } from '../store/run-items.ts';
import { type PairText, positionOfPair } from '../store/pairs-of-run.ts';
import { type ChosenRows, flagsOfRow, whereSql, withLabelRanks, withRowKeys } from './chosen-rows.ts';
import type { Parts } from './row-pages.ts';
import { beforeSql, orderSql, placeSql, reverseOrderSql, rowSql } from './row-sql.ts';

interface PairOrder {
  readonly sort: ResultSort;
  /** Layer and head of a pair are those at which it is furthest out. */
  readonly metric: MetricName;
  /** The index of the only head that counts; null: all do. */
  readonly place: number | null;
}

/** The pairs of which a head passes, in order: a table of `place`, from 0, and `pair`. */
export async function withPairOrder<Result>(
  parts: Parts,
  chosen: ChosenRows,
  { sort, metric, place }: PairOrder,
  use: (table: string) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const { folder, from, name } = chosen;
  const steps = stepsOf(sort);
  const flags = steps.some(({ by }) => by === 'flags')
    ? await flagsOfRow(parts.database, folder, signal)
    : { sql: '0', name: '' };
  const at = `head: ${placeSql(folder.grid)}`;
  const furthest = (of: MetricName) => (looksForLargest(of, sort) ? 'max' : 'min');
  // The first of those that are equally far out.
  const sign = furthest(metric) === 'max' ? '-' : '';
  const head = `(min({value: ${sign}m.${metric}, ${at}}) FILTER (WHERE m.${metric} IS NOT NULL)).head`;
  const keyOf = (by: ResultSort['by']): string => {
    if (by === 'pair') return 'm.pair';
    if (by === 'label') return 'any_value(ranked.value)';
    if (by === 'flags') return `sum(${flags.sql})`;
    if (by === 'layer') return `${head} // ${folder.grid.heads}`;
    if (by === 'head') return `${head} % ${folder.grid.heads}`;
    return `${furthest(by)}(m.${by})`;
  };
  const columns = steps.map(({ by }, index) => `, ${keyOf(by)} AS k${index}`).join('');
  const where = [chosen.where, place === null ? null : `${placeSql(folder.grid)} = ${place}`].filter(
    (test) => test !== null,
  );
  return folder.tables.use(
    `order ${name} ${metric} ${JSON.stringify([sort, place])} ${flags.name}`,
    (table, wanted) =>
      withLabelRanks(
        parts.duck,
        folder,
        chosen.role,
        steps,
        (join) =>
          parts.duck.run(
            `CREATE TABLE ${table} AS
           SELECT row_number() OVER (ORDER BY ${orderSql(steps, ['pair'])}) - 1 AS place, pair FROM (
             SELECT m.pair AS pair${columns} FROM ${from} ${join} ${whereSql(where.length === 0 ? null : where.join(' AND '))}
             GROUP BY m.pair) ORDER BY place`,
            wanted,
          ),
        wanted,
      ),
    use,
    signal,
  );
}

/** Lines of the pairs given, counted from 1, in the order given. */
export async function pairLines(
  { database, duck }: Parts,
  chosen: ChosenRows,
  {
    sort,
    metric,
    pairs,
  }: { readonly sort: ResultSort; readonly metric: MetricName; readonly pairs: readonly number[] },
  textAt: (position: number) => PairText,
  signal?: AbortSignal,
): Promise<PairLine[]> {
  if (pairs.length === 0) return [];
  const { folder, from } = chosen;
  const { heads } = folder.grid;
  const flags = await flagsOfRow(database, folder, signal);
  const rows = await duck.rows<
    [pair: number, place: number, value: number | null, passes: boolean | null, flags: number]
  >(
    `SELECT m.pair, ${placeSql(folder.grid)} AS place, m.${metric}, ${chosen.where ?? 'true'}, ${flags.sql}
     FROM ${from} WHERE m.pair IN (${pairs.join(', ')}) ORDER BY m.pair, place`,
    signal,
  );
  const ofPair = Map.groupBy(rows, ([pair]) => pair);
  const largest = looksForLargest(metric, sort);
  return pairs.map((pair) => {
    const all = ofPair.get(pair) ?? [];
    const passing = all.filter(([, , , passes]) => passes === true);
    const values = Array.from({ length: folder.places }, (): number | null => null);
    for (const [, place, value] of all) values[place] = value;
    let extreme: PairLine['extreme'] = null;
    for (const [, place, value] of passing) {
      if (value === null) continue;
      if (extreme !== null && !(largest ? value > extreme.value : value < extreme.value)) continue;
      extreme = { layer: Math.floor(place / heads), head: place % heads, value };
    }
    return {
      ...textAt(pair - 1),
      passing: passing.length,
      places: passing.length === folder.places ? null : passing.map(([, place]) => place),
      flags: passing.reduce((sum, [, , , , raised]) => sum + raised, 0),
      extreme,
      values,
    };
  });
}

/** Beside a pair, in the order of pairs or of those that pass at one head. */
export async function neighboursInOrder(
  parts: Parts,
  chosen: ChosenRows,
  { runId, sort, metric, group, pairId, layer, head }: Asking['neighbours'],
  signal?: AbortSignal,
): Promise<ResultNeighbours> {
  const { folder, role } = chosen;
  const position = positionOfPair(parts.database, { runId, role, pairId });
  const place = group === 'heads' ? layer * folder.grid.heads + head : null;
  return withPairOrder(
    parts,
    chosen,
    { sort, metric, place },
    async (table) => {
      const pair = (position ?? -1) + 1;
      const [found] = await parts.duck.rows<[count: number, index: number | null]>(
        `SELECT count(*)::DOUBLE, (min(place) FILTER (WHERE pair = ${pair}))::DOUBLE FROM ${table}`,
        signal,
      );
      const [count = 0, index = null] = found ?? [];
      if (index === null) return { index, count, previous: null, next: null };
      const beside = new Map(
        await parts.duck.rows<[place: number, pair: number]>(
          `SELECT place::DOUBLE, pair FROM ${table} WHERE place IN (${index - 1}, ${index + 1})`,
          signal,
        ),
      );
      const at = (of: number) => {
        const other = beside.get(of);
        return other === undefined ? null : { pairId: pairIdIn(parts, chosen, other), layer, head };
      };
      return { index, count, previous: at(index - 1), next: at(index + 1) };
    },
    signal,
  );
}

/** Beside a row, in the order of rows. */
export async function neighboursOfRow(
  parts: Parts,
  chosen: ChosenRows,
  { runId, sort, pairId, layer, head }: Asking['neighbours'],
  signal?: AbortSignal,
): Promise<ResultNeighbours> {
  const { folder, role, from, where } = chosen;
  const steps = stepsOf(sort);
  const position = positionOfPair(parts.database, { runId, role, pairId });
  const own = ((position ?? -1) + 1) * folder.places + layer * folder.grid.heads + head;
  return withRowKeys(
    parts,
    chosen,
    steps,
    async ({ columns, join }) => {
      const rows = `(SELECT ${rowSql(folder.grid)} AS number${columns} FROM ${from} ${join} ${whereSql(where)})`;
      const keys = steps.map((_, index) => `, k${index}::DOUBLE`).join('');
      const [itself] = await parts.duck.rows<[number, ...(number | null)[]]>(
        `SELECT number::DOUBLE${keys} FROM ${rows} WHERE number = ${own}`,
        signal,
      );
      const values = itself?.slice(1) ?? [];
      const before = beforeSql(steps, values, { column: 'number', value: own });
      const [counted] = await parts.duck.rows<[number, number]>(
        `SELECT count(*)::DOUBLE, (count(*) FILTER (WHERE ${itself === undefined ? 'false' : before}))::DOUBLE FROM ${rows}`,
        signal,
      );
      const [count = 0, index = 0] = counted ?? [];
      if (itself === undefined) return { index: null, count, previous: null, next: null };
      const first = async (test: string, order: string) => {
        const [found] = await parts.duck.rows<[number]>(
          `SELECT number::DOUBLE FROM ${rows} WHERE ${test} ORDER BY ${order} LIMIT 1`,
          signal,
        );
        return found === undefined ? null : linePlace(parts, chosen, found[0]);
      };
      return {
        index,
        count,
        previous: await first(before, reverseOrderSql(steps, ['number'])),
        next: await first(`number <> ${own} AND NOT ${before}`, orderSql(steps, ['number'])),
      };
    },
    signal,
  );
}

function linePlace(parts: Parts, chosen: ChosenRows, number: number) {
  const { places, grid } = chosen.folder;
  const place = number % places;
  return {
    pairId: pairIdIn(parts, chosen, Math.floor(number / places)),
    layer: Math.floor(place / grid.heads),
    head: place % grid.heads,
  };
}

function pairIdIn({ database }: Parts, { folder, role }: ChosenRows, pair: number): number {
  return findPairAt(database, folder.run.id, role, pair - 1) ?? -1;
}

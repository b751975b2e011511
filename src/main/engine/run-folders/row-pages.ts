/** Pages of rows of a run in a folder: first where they are, then what they have. */
import { METRIC_NAMES } from '../../../core/metrics/catalogue.ts';
import type { ResultFilter, ResultSort } from '../../../shared/entities.ts';
import { stepsOf } from '../results/row-keys.ts';
import type { ReadableDatabase } from '../store/handles.ts';
import { type ChosenRows, whereSql, withChosen, withRowKeys } from './chosen-rows.ts';
import type { Duck } from './duck.ts';
import type { FolderRun } from './folder-run.ts';
import { orderSql, placeSql, rowSql } from './row-sql.ts';

export interface Parts {
  readonly database: ReadableDatabase;
  readonly duck: Duck;
}

/** A row with its metrics, in the order of METRIC_NAMES. */
export interface RowPlace {
  /** Counted from 1. */
  readonly pair: number;
  readonly layer: number;
  readonly head: number;
  readonly metrics: readonly (number | null)[];
}

/** A row's number: pair · layers · heads + layer · heads + head. */
type RowNumber = number;

const TIES = ['pair', 'place'];
const METRICS = METRIC_NAMES.map((name) => `m.${name}`).join(', ');

/** Whether rows are asked for in the order in which they lie. */
function isInOrder(sort: ResultSort): boolean {
  return sort.by === 'pair' && sort.direction === 'asc' && stepsOf(sort).length === 1;
}

/** The rows of a page, in order. */
export async function pageOfRows(
  parts: Parts,
  chosen: ChosenRows,
  sort: ResultSort,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  signal?: AbortSignal,
): Promise<RowNumber[]> {
  const { folder, from, where, thresholds } = chosen;
  if (thresholds === null && isInOrder(sort)) return countedOff(chosen, offset, limit);
  const steps = stepsOf(sort);
  return withRowKeys(
    parts,
    chosen,
    steps,
    async ({ columns, join }) => {
      const rows = await parts.duck.rows<[number]>(
        `SELECT (pair::BIGINT * ${folder.places} + place)::DOUBLE FROM (
           SELECT m.pair AS pair, ${placeSql(folder.grid)} AS place${columns} FROM ${from} ${join} ${whereSql(where)}
         ) ORDER BY ${orderSql(steps, TIES)} LIMIT ${limit} OFFSET ${offset}`,
        signal,
      );
      return rows.map(([row]) => row);
    },
    signal,
  );
}

/** Where nothing is asked of metrics, rows need not be looked for. */
function countedOff({ folder, role, pairs, places }: ChosenRows, offset: number, limit: number): RowNumber[] {
  const numbers = pairs ?? folder.positions(role);
  const first = pairs === null ? 1 : 0;
  const rows: number[] = [];
  const end = Math.min(offset + limit, numbers.length * places.length);
  for (let at = offset; at < end; at++) {
    const pair = (numbers[Math.floor(at / places.length)] ?? 0) + first;
    rows.push(pair * folder.places + (places[at % places.length] ?? 0));
  }
  return rows;
}

/** Rows with their metrics, in the order given. */
export async function rowsAt(
  { duck }: Pick<Parts, 'duck'>,
  { folder, from }: Pick<ChosenRows, 'folder' | 'from'>,
  numbers: readonly RowNumber[],
  signal?: AbortSignal,
): Promise<RowPlace[]> {
  if (numbers.length === 0) return [];
  const pairs = [...new Set(numbers.map((number) => Math.floor(number / folder.places)))];
  const rows = await duck.rows<[number, number, number, ...(number | null)[]]>(
    `SELECT m.pair, m.layer, m.head, ${METRICS} FROM ${from}
     WHERE m.pair IN (${pairs.join(', ')}) AND ${rowSql(folder.grid)} IN (${numbers.join(', ')})`,
    signal,
  );
  const byNumber = new Map(
    rows.map(([pair, layer, head, ...metrics]): [RowNumber, RowPlace] => [
      pair * folder.places + layer * folder.grid.heads + head,
      { pair, layer, head, metrics },
    ]),
  );
  return numbers.flatMap((number) => byNumber.get(number) ?? []);
}

interface AllRows {
  readonly folder: FolderRun;
  readonly filter: ResultFilter;
  readonly sort: ResultSort;
}

/**
 * All rows that pass, some at a time. In the order in which they lie, a range of pairs is read after the other; in another order
 * DuckDB sorts them first, in temporary files where they are many.
 */
export async function* rowsInPieces(
  parts: Parts,
  { folder, filter, sort }: AllRows,
  chunk: number,
  signal?: AbortSignal,
): AsyncGenerator<{ chosen: Pick<ChosenRows, 'folder' | 'role'>; rows: RowPlace[] }> {
  const stop = new AbortController();
  const left = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  try {
    const pieces = isInOrder(sort)
      ? rangesOfPairs(parts, folder, filter, chunk, left)
      : sortedPieces(parts, { folder, filter, sort }, chunk, left);
    for await (const rows of pieces) yield { chosen: { folder, role: filter.role }, rows };
  } finally {
    stop.abort();
  }
}

/** Pairs whose rows are read in one go. */
const PAIRS_OF_RANGE = 256;

async function* rangesOfPairs(
  parts: Parts,
  folder: FolderRun,
  filter: ResultFilter,
  chunk: number,
  signal: AbortSignal,
): AsyncGenerator<RowPlace[]> {
  const positions = folder.positions(filter.role);
  for (let at = 0; at < positions.length; at += PAIRS_OF_RANGE) {
    const first = (positions[at] ?? 0) + 1;
    const last = (positions[Math.min(at + PAIRS_OF_RANGE, positions.length) - 1] ?? 0) + 1;
    const rows = await withChosen(
      { ...parts, folder },
      filter,
      ({ from, where }) =>
        readRows(
          parts.duck,
          `SELECT m.pair, m.layer, m.head, ${METRICS} FROM ${from}
           WHERE m.pair BETWEEN ${first} AND ${last} ${where === null ? '' : `AND ${where}`}
           ORDER BY m.pair, m.layer, m.head`,
          signal,
        ),
      signal,
    );
    for (let from = 0; from < rows.length; from += chunk) yield rows.slice(from, from + chunk);
  }
}

async function* sortedPieces(
  parts: Parts,
  { folder, filter, sort }: AllRows,
  chunk: number,
  signal: AbortSignal,
): AsyncGenerator<RowPlace[]> {
  const steps = stepsOf(sort);
  const table = folder.tables.name();
  try {
    await withChosen(
      { ...parts, folder },
      filter,
      (chosen) =>
        withRowKeys(
          parts,
          chosen,
          steps,
          ({ columns, join }) =>
            parts.duck.run(
              `CREATE TABLE ${table} AS SELECT row_number() OVER () AS number, * FROM (
                 SELECT m.pair, m.layer, m.head, ${METRICS}, ${placeSql(folder.grid)} AS place${columns}
                 FROM ${chosen.from} ${join} ${whereSql(chosen.where)} ORDER BY ${orderSql(steps, TIES)})`,
              signal,
            ),
          signal,
        ),
      signal,
    );
    for (let from = 0; ; from += chunk) {
      const rows = await readRows(
        parts.duck,
        `SELECT m.pair, m.layer, m.head, ${METRICS} FROM ${table} AS m
         WHERE number > ${from} AND number <= ${from + chunk} ORDER BY number`,
        signal,
      );
      if (rows.length === 0) return;
      yield rows;
    }
  } finally {
    await parts.duck.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function readRows(duck: Duck, sql: string, signal: AbortSignal): Promise<RowPlace[]> {
  const rows = await duck.rows<[number, number, number, ...(number | null)[]]>(sql, signal);
  return rows.map(([pair, layer, head, ...metrics]) => ({ pair, layer, head, metrics }));
}

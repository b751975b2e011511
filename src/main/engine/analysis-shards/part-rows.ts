/** part-K-of-N.parquet of an analysis: what was computed of each item, a row for each of its tensors. */
import { join } from 'node:path';
import type { DuckDBListValue } from '@duckdb/node-api';
import type { SchemaElement } from 'hyparquet-writer';
import type { NamedTensor, NamedTensors, TensorData } from '../../../core/analyses/named-tensor.ts';
import type { PlacedPart } from '../analyses/analysis-work.ts';
import type { ShardNumber } from '../shards/division.ts';
import type { ParquetReader, StoredColumn } from '../shards/parquet-rows.ts';
import { rowsFile } from '../shards/part-files.ts';
import { partsRefused } from '../shards/part-folder.ts';
import { parquetGroups } from '../tables/parquet-table.ts';
import { Turn } from '../threads/turns.ts';

/** The pair or the text that an item was made of. */
export interface ItemSource {
  readonly role: 'set' | 'control' | 'text';
  /** In its set, from 1. */
  readonly number: number;
}

export const ANALYSIS_COLUMNS: readonly StoredColumn[] = [
  { name: 'item', type: 'integer' },
  { name: 'role', type: 'text' },
  { name: 'number', type: 'integer' },
  { name: 'tensor', type: 'text' },
  { name: 'type', type: 'text' },
  { name: 'axes', type: 'text' },
  { name: 'shape', type: 'text' },
  { name: 'values', type: 'numbers' },
];

const SCHEMA: readonly SchemaElement[] = [
  { name: 'item', type: 'INT32', repetition_type: 'OPTIONAL' },
  ...(['role'] as const).map(textElement),
  { name: 'number', type: 'INT32', repetition_type: 'OPTIONAL' },
  ...(['tensor', 'type', 'axes', 'shape'] as const).map(textElement),
  { name: 'values', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
];

function textElement(name: string): SchemaElement {
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' };
}

/** Numbers, and rows, of which a group is made; one tensor alone may have more. */
const GROUP_NUMBERS = 2 ** 19;
const GROUP_ROWS = 32_768;

type Row = readonly [
  item: number,
  role: string | null,
  number: number | null,
  tensor: string,
  type: string,
  axes: string,
  shape: string,
  values: number[],
];

/**
 * The items in their order, each with its tensors in theirs.
 * @param about where the rows come from, for the file's metadata
 * @param onRows told how many there are so far
 */
export async function* partRows(
  parts: Iterable<PlacedPart>,
  sourceOf: (position: number) => ItemSource | null,
  about: object,
  onRows: (rows: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const names = ANALYSIS_COLUMNS.map(({ name }) => name);
  const file = parquetGroups({ names, schema: SCHEMA, about }, { groupRows: GROUP_ROWS, codec: 'ZSTD' });
  const turn = new Turn();
  let held: Row[] = [];
  let numbers = 0;
  let rows = 0;
  const group = () => {
    const piece = file.add(names.map((_, at) => held.map((row) => row[at])));
    held = [];
    numbers = 0;
    return piece;
  };
  for (const { position, part } of parts) {
    for (const row of rowsOf(position, sourceOf(position), part)) {
      held.push(row);
      rows++;
      numbers += row[7].length;
      if (numbers >= GROUP_NUMBERS || held.length >= GROUP_ROWS) yield group();
    }
    if (turn.isOver) await turn.give();
  }
  if (held.length > 0) yield group();
  yield file.end();
  onRows(rows);
}

function rowsOf(position: number, source: ItemSource | null, part: NamedTensors): Row[] {
  return [...part].map(([name, { axes, shape, data }]): Row => [
    position + 1,
    source?.role ?? null,
    source?.number ?? null,
    name,
    typeOf(data),
    axes.join(','),
    shape.join(','),
    Array.from(data),
  ]);
}

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

function typeOf(data: TensorData): keyof typeof ARRAYS {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Float64Array ? 'float64' : 'int32';
}

/**
 * What was computed of each item that has tensors, item after item.
 * @throws PairlensError PARTS_INVALID for a row that is no tensor, or out of its order
 */
export async function* partsOf(
  folder: string,
  number: ShardNumber,
  reader: ParquetReader,
): AsyncGenerator<PlacedPart, void, void> {
  const name = rowsFile(number);
  let item = 0;
  let part = new Map<string, NamedTensor>();
  for await (const rows of reader.rows<unknown>(join(folder, name)))
    for (const row of rows) {
      const read = tensorOf(row);
      if (read === null || read.item < Math.max(item, 1) || (read.item === item && part.has(read.name)))
        throw partsRefused(folder, `${name} has a row of item ${String(row[0])} that no shard writes`);
      if (read.item > item) {
        if (item > 0) yield { position: item - 1, part };
        item = read.item;
        part = new Map();
      }
      part.set(read.name, read.tensor);
    }
  if (item > 0) yield { position: item - 1, part };
}

interface ReadRow {
  readonly item: number;
  readonly name: string;
  readonly tensor: NamedTensor;
}

/** null for what is none. */
function tensorOf(row: readonly unknown[]): ReadRow | null {
  const [item, , , name, type, axes, shape, list] = row;
  if (typeof item !== 'number' || typeof name !== 'string' || typeof type !== 'string') return null;
  if (typeof axes !== 'string' || typeof shape !== 'string' || !isList(list)) return null;
  const values = list.items;
  const ofType = Object.hasOwn(ARRAYS, type) ? ARRAYS[type as keyof typeof ARRAYS] : undefined;
  const names = axes === '' ? [] : axes.split(',');
  const lengths = shape === '' ? [] : shape.split(',').map(Number);
  const count = lengths.reduce((product, length) => product * length, 1);
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  if (ofType === undefined || names.length !== lengths.length || count !== values.length) return null;
  if (!values.every(isNumber)) return null;
  return { item, name, tensor: { axes: names, shape: lengths, data: ofType.from(values) } };
}

function isList(value: unknown): value is DuckDBListValue {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}

/** What the two large files of a part hold, as it is put into a workspace. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { z } from 'zod';
import { METRIC_COUNT, METRIC_NAMES, type MetricName } from '../../../core/metrics/catalogue.ts';
import { pairNumber } from '../../../core/figures/figure.ts';
import { messageOf } from '../../../core/errors.ts';
import { firstIssue } from '../../../core/schema-issues.ts';
import { isActionable } from '../../../shared/errors.ts';
import type { TableCell } from '../tables/table.ts';
import { parseJson } from '../files/parse-json.ts';
import type { ParquetReader } from './parquet-rows.ts';
import { partColumns } from './part-content.ts';
import { pairsFile, rowsFile } from './part-files.ts';
import { partsRefused } from './part-folder.ts';
import { type PartItem, partItem } from './part-items.ts';
import type { PartRecord } from './part-record.ts';

/** @throws PairlensError as {@link linesOfPart} */
export function itemsOfPart(folder: string, record: PartRecord): AsyncGenerator<PartItem, void, void> {
  return linesOfPart(folder, pairsFile(record), partItem);
}

/**
 * A compressed file of a part, line by line.
 * @throws PairlensError PARTS_INVALID for a file, or a line of one, that is not what a shard writes
 */
export async function* linesOfPart<Line>(
  folder: string,
  name: string,
  schema: z.ZodType<Line>,
): AsyncGenerator<Line, void, void> {
  const content = createZstdDecompress();
  const file = createReadStream(join(folder, name));
  // What goes wrong is thrown where the lines are read.
  pipeline(file, content, () => undefined);
  content.setEncoding('utf8');
  let line = 0;
  try {
    for await (const text of linesOf(content)) {
      line++;
      const where = `line ${line} of ${name}`;
      const parsed = schema.safeParse(parseJson(text, where, 'PARTS_INVALID'));
      if (!parsed.success)
        throw partsRefused(folder, `${where} is not what a shard writes: ${firstIssue(parsed.error)}`);
      yield parsed.data;
    }
  } catch (error) {
    if (isActionable(error)) throw error;
    throw partsRefused(folder, `${name} cannot be read: ${messageOf(error)}`);
  } finally {
    content.destroy();
    file.destroy();
  }
}

/** Far more than a pair has. */
const LONGEST_LINE = 16 * 2 ** 20;

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let held: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.split('\n');
    held.push(first);
    length += first.length;
    if (length > LONGEST_LINE) throw new Error('a line of it has more than 16 MB');
    const rest = others.pop();
    if (rest === undefined) continue;
    yield held.join('');
    yield* others;
    held = [rest];
    length = rest.length;
  }
  if (length > 0) yield held.join('');
}

/** The numbers of one comparison. */
export interface PartValues {
  readonly role: string;
  /** In its set, from 0. */
  readonly position: number;
  /** [layers, heads, METRIC_COUNT], in the order of METRIC_NAMES; NaN where undefined */
  readonly values: Float64Array;
}

const ROLE = 0;
const PAIR = 1;

/** Comparison after comparison. @throws PairlensError PARTS_INVALID where rows are missing, or out of their order */
export async function* valuesOfPart(
  folder: string,
  record: PartRecord,
  reader: ParquetReader,
): AsyncGenerator<PartValues, void, void> {
  const { model, metrics } = record.plan;
  const columns = columnsOf(metrics);
  const places = model.layers * model.heads;
  const name = rowsFile(record);
  let values = new Float64Array(places * METRIC_COUNT).fill(Number.NaN);
  let place = 0;
  let first: readonly TableCell[] | null = null;
  for await (const rows of reader.rows(join(folder, name)))
    for (const row of rows) {
      first ??= row;
      const [role, pair] = [first[ROLE], first[PAIR]];
      const [layer, head] = [row[columns.layer], row[columns.head]];
      const isInOrder =
        row[ROLE] === role &&
        row[PAIR] === pair &&
        layer === Math.floor(place / model.heads) &&
        head === place % model.heads;
      if (!isInOrder || typeof role !== 'string' || typeof pair !== 'number')
        throw partsRefused(
          folder,
          `${name} has no row of layer ${Math.floor(place / model.heads)}, head ${place % model.heads} where one of pair ${String(pair)} should be`,
        );
      for (const { cell, metric } of columns.metrics) {
        const value = row[cell];
        if (typeof value === 'number') values[place * METRIC_COUNT + metric] = value;
      }
      place++;
      if (place < places) continue;
      yield { role, position: pair - pairNumber(0), values };
      values = new Float64Array(places * METRIC_COUNT).fill(Number.NaN);
      place = 0;
      first = null;
    }
}

/** Where in a row something is. */
function columnsOf(metrics: readonly MetricName[]) {
  const names = partColumns(metrics).map(({ name }) => name);
  return {
    layer: names.indexOf('layer'),
    head: names.indexOf('head'),
    metrics: metrics.map((name) => ({ cell: names.indexOf(name), metric: METRIC_NAMES.indexOf(name) })),
  };
}

/** Rows of a Parquet file, read by DuckDB some at a time. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../../../core/errors.ts';
import { readParquet } from '../run-folders/read-parquet.ts';
import type { TableCell, TableColumn } from '../tables/table.ts';

/** As DuckDB calls the types of our columns. */
const TYPES: Readonly<Record<StoredColumn['type'], string>> = {
  text: 'VARCHAR',
  integer: 'INTEGER',
  number: 'DOUBLE',
  truth: 'BOOLEAN',
  numbers: 'DOUBLE[]',
};

export interface StoredColumn {
  readonly name: string;
  /** `numbers`: a list of float64. */
  readonly type: TableColumn['type'] | 'numbers';
}

export class ParquetReader {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  static async open(): Promise<ParquetReader> {
    // Loaded when it is needed: it is large, and most commands read no Parquet.
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    return new ParquetReader(instance, await instance.connect());
  }

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** What is wrong with a file that should be a table of these columns, in words; null where nothing is. */
  async whatIsWrong(path: string, columns: readonly StoredColumn[], rows: number): Promise<string | null> {
    try {
      const { names, types } = await this.#columnsOf(path);
      for (const [at, { name, type }] of columns.entries()) {
        if (names[at] !== name) return `its column ${at + 1} is ${names[at] ?? 'missing'} instead of ${name}`;
        if (types[at] !== TYPES[type]) return `its column ${name} is ${types[at]} instead of ${TYPES[type]}`;
      }
      if (names.length > columns.length) return `it has ${names.length} columns instead of ${columns.length}`;
      const count = await this.#connection.runAndReadAll(`SELECT count(*) FROM ${readParquet([path])}`);
      const there = Number(count.getRows()[0]?.[0]);
      return there === rows ? null : `it has ${there} rows instead of ${rows}`;
    } catch (error) {
      return `it cannot be read as Parquet (${firstLine(messageOf(error))})`;
    }
  }

  /** Rows in the order of the file, as they come. */
  async *rows<Cell = TableCell>(path: string): AsyncGenerator<readonly (readonly Cell[])[], void, void> {
    const result = await this.#connection.stream(`SELECT * FROM ${readParquet([path])}`);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getRows() as Cell[][];
    }
  }

  async #columnsOf(path: string) {
    const result = await this.#connection.stream(`SELECT * FROM ${readParquet([path])} LIMIT 0`);
    return { names: result.columnNames(), types: result.columnTypes().map(String) };
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

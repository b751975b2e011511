/**
 * DuckDB in memory, over files that lie elsewhere. Its queries run in threads of its own; whoever asks goes on meanwhile. It is
 * loaded when it is first asked: most workspaces never need it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../../../core/errors.ts';
import { PairlensError } from '../../../shared/errors.ts';
import { processTag } from '../files/process-tag.ts';
import { expectWanted } from '../threads/until-cancelled.ts';

export interface DuckLimits {
  readonly threads: number;
  /** Of what DuckDB holds; what needs more goes to temporary files. */
  readonly memoryBytes: number;
}

const MIB = 2 ** 20;
/** So often a query that nobody waits for is told so, until it ends. */
const INTERRUPT_MS = 10;

/** A quarter of the machine's memory, 4 GiB at most; as many threads as it has processors. */
export function duckLimits(): DuckLimits {
  return {
    threads: availableParallelism(),
    memoryBytes: Math.max(512 * MIB, Math.min(4096 * MIB, totalmem() / 4)),
  };
}

let opened = 0;

export class Duck {
  readonly #limits: DuckLimits;
  readonly #temporary: string;
  #instance: Promise<DuckDBInstance> | null = null;

  constructor(limits: DuckLimits = duckLimits()) {
    this.#limits = limits;
    this.#temporary = join(tmpdir(), `pairlens-duckdb-${processTag()}-${++opened}`);
  }

  /**
   * The rows of a query. Numbers of 64 bits are bigints.
   * @throws PairlensError CANCELLED when the signal is aborted; RESULTS_INVALID for a file that cannot be read
   */
  rows<Row extends readonly unknown[]>(sql: string, signal?: AbortSignal): Promise<Row[]> {
    return this.#with(signal, async (connection) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowsJS() as unknown as Row[];
    });
  }

  /** @throws as {@link rows} */
  run(sql: string, signal?: AbortSignal): Promise<void> {
    return this.#with(signal, async (connection) => void (await connection.run(sql)));
  }

  /**
   * The values of a query of numbers, some thousand at a time, in the order in which they come.
   * @param visit told the column, the row counted from 0, and the value; NaN where there is none
   * @returns how many rows there were
   * @throws as {@link rows}
   */
  numbers(
    sql: string,
    visit: (column: number, row: number, value: number) => void,
    signal?: AbortSignal,
  ): Promise<number> {
    return this.#with(signal, async (connection) => {
      const result = await connection.stream(sql);
      let rows = 0;
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return rows;
        for (let column = 0; column < chunk.columnCount; column++) {
          const vector = chunk.getColumnVector(column);
          for (let row = 0; row < chunk.rowCount; row++) {
            const value = vector.getItem(row);
            visit(column, rows + row, value === null ? Number.NaN : Number(value));
          }
        }
        rows += chunk.rowCount;
      }
    });
  }

  /** A table of one column of integers, `pair`, or of those and a number, `value`. */
  table(name: string, pairs: ArrayLike<number>, values: ArrayLike<number> | null = null): Promise<void> {
    return this.#with(undefined, async (connection) => {
      await connection.run(
        `CREATE TABLE ${name} (pair INTEGER NOT NULL${values === null ? '' : ', value DOUBLE NOT NULL'})`,
      );
      const appender = await connection.createAppender(name);
      for (let index = 0; index < pairs.length; index++) {
        appender.appendInteger(pairs[index] ?? 0);
        if (values !== null) appender.appendDouble(values[index] ?? 0);
        appender.endRow();
      }
      appender.closeSync();
    });
  }

  /** Adds rows to a table whose first column is of integers and whose others are texts. */
  append(table: string, rows: readonly (readonly [number, ...(string | null)[]])[]): Promise<void> {
    return this.#with(undefined, async (connection) => {
      const appender = await connection.createAppender(table);
      for (const [number, ...texts] of rows) {
        appender.appendInteger(number);
        for (const value of texts) {
          if (value === null) appender.appendNull();
          else appender.appendVarchar(value);
        }
        appender.endRow();
      }
      appender.closeSync();
    });
  }

  /** Where a file may lie until nobody needs it any more. */
  async temporaryFile(name: string): Promise<string> {
    await this.#opened();
    return join(this.#temporary, name);
  }

  /** Gives back memory and temporary files. Nothing may be asked any more. */
  async close(): Promise<void> {
    const instance = await this.#instance;
    this.#instance = null;
    instance?.closeSync();
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  /** Each request has a connection: none waits for another one's end. */
  async #with<Result>(
    signal: AbortSignal | undefined,
    use: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result> {
    expectWanted(signal);
    const connection = await (await this.#opened()).connect();
    let interrupting: NodeJS.Timeout | undefined;
    // A query that is just about to begin does not hear of it the first time.
    const interrupt = () => (interrupting = setInterval(() => connection.interrupt(), INTERRUPT_MS));
    signal?.addEventListener('abort', interrupt);
    try {
      expectWanted(signal);
      return await use(connection);
    } catch (error) {
      expectWanted(signal);
      throw duckError(error);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      clearInterval(interrupting);
      connection.closeSync();
    }
  }

  /** What could not be opened is tried again by whoever asks next. */
  async #opened(): Promise<DuckDBInstance> {
    const instance = (this.#instance ??= this.#open());
    try {
      return await instance;
    } catch (error) {
      if (this.#instance === instance) this.#instance = null;
      throw error;
    }
  }

  async #open(): Promise<DuckDBInstance> {
    const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
    const { threads, memoryBytes } = this.#limits;
    mkdirSync(this.#temporary, { recursive: true, mode: 0o700 });
    const instance = await Instance.create(':memory:', {
      threads: `${threads}`,
      memory_limit: `${Math.floor(memoryBytes / MIB)}MiB`,
      temp_directory: this.#temporary,
      // Nothing is fetched: neither extensions nor files that are not on this machine.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    // Where rows lie in the files is read once, not with every query.
    await connection.run('SET parquet_metadata_cache = true');
    connection.closeSync();
    return instance;
  }
}

/** What DuckDB says of files, for people; anything else is a bug. */
function duckError(error: unknown): unknown {
  if (error instanceof PairlensError) return error;
  const message = messageOf(error).replaceAll(/\s+/g, ' ');
  if (/Out of Memory/i.test(message))
    return new PairlensError(
      'RESULTS_INVALID',
      `there is not enough memory, or room for temporary files, for this: ask for less at once (${message})`,
      {},
      error,
    );
  if (/IO Error|Invalid Input|parquet|Invalid Error|snappy|zstd/i.test(message))
    return new PairlensError(
      'RESULTS_INVALID',
      `a file of the results cannot be read: ${message}`,
      {},
      error,
    );
  return error;
}

/** A number as DuckDB reads it back to the last bit; digits alone would be a decimal number there. */
export function double(value: number): string {
  if (Number.isNaN(value)) return 'NULL::DOUBLE';
  return `CAST('${value}' AS DOUBLE)`;
}

export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

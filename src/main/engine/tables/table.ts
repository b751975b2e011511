/** A table that is written as its rows come: what its columns are, and what writes it. */

/** `integer`: of 32 bits; `number`: float64; `truth`: yes or no. Any may be null, where there is no value. */
export type ColumnType = 'text' | 'integer' | 'number' | 'truth';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** A number that is NaN has to be null by then. */
export type TableCell = string | number | boolean | null;
export type TableRow = readonly TableCell[];

export interface TableHead {
  readonly columns: readonly TableColumn[];
  /** Where the rows come from, for formats that have a place for it: plain data. */
  readonly about: object;
}

/** Takes the rows of a table in order and gives the bytes of its file. No more rows are held than a format needs to. */
export interface TableWriter {
  /** Bytes that can be written by now; empty while rows are gathered. */
  add(rows: readonly TableRow[]): Uint8Array<ArrayBuffer>;
  /** The rest. Also a table without rows is a file that can be read. */
  end(): Uint8Array<ArrayBuffer>;
}

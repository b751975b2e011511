/** What the reader of any format hands on: rows of cells that still know where in the file they stand. */
import type { FilePosition } from './position.ts';

/** Why a cell cannot be trusted. */
export interface Doubt {
  readonly message: string;
  /** Where that shows; where the cell stands unless told. */
  readonly position?: FilePosition;
}

export interface Row {
  /** Of its first character. */
  readonly line: number;
  /**
   * By index of the column: text in CSV and TSV, any JSON value in JSON and JSONL; undefined where the row has no such
   * cell.
   */
  readonly cells: readonly unknown[];
  /** Of cells that are wrong only where they are used: by column. */
  readonly doubts: ReadonlyMap<number, Doubt> | null;
  /** Where a cell stands; null, or a cell that is not there: where the row begins. */
  positionOf(column: number | null): FilePosition;
}

/** Who is told of what is read, in the order of the file. */
export interface RowListener {
  /** The names of the columns that are known by now, before the rows that have them. `final`: there will be no others. */
  columns(names: readonly string[], final: boolean): void;
  row(row: Row): void;
}

/** Takes the text of a file piece by piece. */
export interface RowReader {
  push(text: string): void;
  /** What is still to be read is the last row. */
  end(): void;
  /** The end of what was pushed. */
  position(): FilePosition;
}

/** A row with more characters is not read on: no row of sentences is as long, and a file without line ends has one row. */
export const LONGEST_ROW = 2 ** 20;

/** Tables with more columns are refused. */
export const MOST_COLUMNS = 1000;

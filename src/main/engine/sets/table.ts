/** What a parser of any format hands on: rows of cells that still know where in the file they stand. */
import type { LineIndex } from './line-index.ts';

/** `value` is what the format had there: text in CSV and TSV, any JSON value in JSON and JSONL. */
export interface Cell {
  readonly value: unknown;
  readonly offset: number;
}

export interface Row {
  readonly offset: number;
  /** By index of the column; undefined where a JSON row has no such key. */
  readonly cells: readonly (Cell | undefined)[];
}

export interface Table {
  /** As the file writes them, without surrounding white space, in order of first appearance. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly positionOf: LineIndex;
}

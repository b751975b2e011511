/**
 * Tables as CSV: comma, quotes where needed, LF, numbers as the shortest text that reads back to the same float64, an
 * empty field where a number is undefined. Texts are written as they are, also one that begins with '=': a file of data
 * gives back what was put in, and so a spreadsheet should be told to import text columns as text.
 */
// The build for browsers: it asks nothing of the process that it runs in.
import { stringify } from 'csv-stringify/browser/esm/sync';

export type CsvField = string | number | null;

/** One line for each row. A number that is NaN has to be null by then. */
export function csvText(rows: readonly (readonly CsvField[])[]): string {
  return stringify([...rows]);
}

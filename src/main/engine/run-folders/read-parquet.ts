import { text } from './duck.ts';

/**
 * Files as a table of DuckDB, with the columns that are in them. DuckDB would also read columns from names of folders
 * (`seed=1/parts`), and take them for those of the files.
 */
export function readParquet(paths: readonly string[]): string {
  return `read_parquet([${paths.map(text).join(', ')}], hive_partitioning = false)`;
}

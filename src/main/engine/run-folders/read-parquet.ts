import { text } from './duck.ts';

/** One file, in a query. DuckDB would take `*`, `?` and `[` for a pattern, and read other folders' files as well. */
export function fileSql(path: string): string {
  return text(path.replaceAll(/[*?[]/g, '[$&]'));
}

/**
 * Files as a table of DuckDB, with the columns that are in them. DuckDB would also read columns from names of folders
 * (`seed=1/parts`), and take them for those of the files.
 */
export function readParquet(paths: readonly string[]): string {
  return `read_parquet([${paths.map(fileSql).join(', ')}], hive_partitioning = false)`;
}

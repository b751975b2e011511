/** How a file is laid out: format, delimiter, quotes, where in JSON the rows lie. */
import type { ImportPreview } from '../../../shared/entities.ts';
import type { Found } from './file-kind.ts';
import type { Dialect } from './delimited-rows.ts';

export type TableFormat = ImportPreview['format'];

/** Where the rows of a JSON document lie. */
export type JsonPlace =
  /** In an array, at the top ([]) or below keys. `wrapped`: each below the key "row". */
  | { readonly kind: 'list'; readonly path: readonly string[]; readonly wrapped: boolean }
  /** One object after the other at the top. */
  | { readonly kind: 'top' }
  /** A list, or an object, of values for each column. */
  | { readonly kind: 'columns' };

export type Layout =
  | { readonly format: 'csv' | 'tsv'; readonly dialect: Dialect }
  | { readonly format: 'json'; readonly place: JsonPlace }
  | { readonly format: 'jsonl' };

/** The layout, or why the file cannot be a table: of the whole file, or at its beginning. */
export type FoundLayout = Found<Layout>;

/** The format that the extension of a file name tells, or null. */
export function formatByName(fileName: string): TableFormat | null {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  if (extension === 'ndjson') return 'jsonl';
  if (extension === 'tab') return 'tsv';
  return extension === 'csv' || extension === 'tsv' || extension === 'json' || extension === 'jsonl'
    ? extension
    : null;
}

/** A map of one text as the text of a CSV file. */
import { csvText } from '../csv.ts';
import type { FigureToken } from './figure-pair.ts';

/** A line for each query and key; no value where there is none. @param values [n, n] row after row (query, key); NaN where undefined */
export function mapCsv(tokens: readonly FigureToken[], values: ArrayLike<number>): string {
  return csvText([
    ['query', 'query_token', 'key', 'key_token', 'value'],
    ...tokens.flatMap((query, i) =>
      tokens.map((key, j) => {
        const value = values[i * tokens.length + j] ?? Number.NaN;
        return [i, query.text, j, key.text, Number.isNaN(value) ? null : value];
      }),
    ),
  ]);
}

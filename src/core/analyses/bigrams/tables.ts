/** The CSV files of an export. */
import type { AnalysisTable } from '../analysis.ts';
import { textsOfTokens } from '../circuits/token-texts.ts';
import { tensorOf } from '../named-tensor.ts';
import { bigramRow, LIST_NAMES } from './result.ts';

export const bigramsTable: AnalysisTable = {
  name: 'bigrams',
  columns: ['token_id', 'token', 'list', 'rank', 'other_id', 'other', 'value', 'log_probability'],
  *rows(result) {
    const textOf = textsOfTokens(result, 'bigrams');
    for (const row of tensorOf(result, 'bigrams.tokens').data.keys()) {
      const { id, text, lists } = bigramRow(result, row, textOf);
      for (const name of LIST_NAMES)
        for (const [rank, other] of (lists[name] ?? []).entries())
          yield [id, text, name, rank + 1, other.id, other.text, other.value, other.logProbability];
    }
  },
};

/** Of texts. */
export const countsTable: AnalysisTable = {
  name: 'bigrams-counts',
  needs: 'bigrams.pair_id',
  columns: ['token_id', 'token', 'next_id', 'next', 'count', 'log_probability'],
  *rows(result) {
    if (!result.has('bigrams.pair_id')) return;
    const textOf = textsOfTokens(result, 'bigrams');
    const data = (name: string) => tensorOf(result, `bigrams.${name}`).data;
    const tokens = data('tokens');
    const [rows, ids, counts, logs] = [
      data('pair_row'),
      data('pair_id'),
      data('pair_count'),
      data('pair_log_probability'),
    ];
    for (const [pair, row] of rows.entries()) {
      const [first, next] = [tokens[row] ?? -1, ids[pair] ?? -1];
      yield [first, textOf(first), next, textOf(next), counts[pair] ?? null, logs[pair] ?? null];
    }
  },
};

/** Lists of tokens with a number each, as cards show them, as CSV. */
import { csvText } from '../../csv.ts';

export interface TokenListTable {
  /** What the list says of its tokens. */
  readonly label: string;
  readonly entries: readonly {
    readonly id: number;
    readonly text: string;
    readonly value: number;
    /** nats; null or absent where the list has none. */
    readonly logProbability?: number | null;
  }[];
}

/** A line for each token of each list, in their order; a column for log probabilities where there are any. */
export function tokenListsCsv(lists: readonly TokenListTable[]): string {
  const isProbable = lists.some(({ entries }) =>
    entries.some(({ logProbability = null }) => logProbability !== null),
  );
  return csvText([
    ['list', 'id', 'token', 'value', ...(isProbable ? ['log_probability'] : [])],
    ...lists.flatMap(({ label, entries }) =>
      entries.map(({ id, text, value, logProbability = null }) => [
        label,
        id,
        text,
        value,
        ...(isProbable ? [logProbability] : []),
      ]),
    ),
  ]);
}

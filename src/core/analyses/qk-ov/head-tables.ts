/** The tables of one head that its cards show, as CSV. */
import { csvText } from '../../csv.ts';
import { type Circuit, END_WORDS, type TokenDirection, type TokenPair } from './result.ts';

/** A line for each pair of tokens, the largest entry first. */
export function tokenPairsCsv(circuit: Circuit, pairs: readonly TokenPair[]): string {
  const [left, right] = END_WORDS[circuit];
  return csvText([
    [`${left}_id`, left, `${right}_id`, right, 'entry'],
    ...pairs.map(({ ids, texts, value }) => [ids[0], texts[0], ids[1], texts[1], value]),
  ]);
}

/** A line for each token at an end of a direction. Directions are counted from 1, as the screen has them. */
export function directionsCsv(directions: readonly TokenDirection[]): string {
  return csvText([
    ['direction', 'singular_value', 'side', 'end', 'id', 'token', 'value'],
    ...directions.flatMap(({ number, value: singular, sides }) =>
      sides.flatMap(({ side, largest, smallest }) =>
        [
          ...largest.map((token) => ({ ...token, end: 'one' })),
          ...smallest.map((token) => ({ ...token, end: 'other' })),
        ].map(({ end, id, text, value }) => [number + 1, singular, side, end, id, text, value]),
      ),
    ),
  ]);
}

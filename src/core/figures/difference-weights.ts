/** Both weights that a cell of a difference of attention is made of. */
import type { DifferencePlace } from './difference-grid.ts';
import { formatValue, type Hint } from './figure.ts';
import type { FigurePair } from './figure-pair.ts';

const SIDES = ['original', 'counterfactual'] as const;

/** [n, n] row after row (query, key) of either statement, whole. */
export type PatternsOfPair = Readonly<Record<(typeof SIDES)[number], ArrayLike<number>>>;

/**
 * What is said of a cell of the difference under the pointer: the weight in either statement, 'none' where it lacks a token.
 * @param places what the rows and columns stand for
 */
export function differenceWeights(
  patterns: PatternsOfPair,
  places: readonly DifferencePlace[],
  role: FigurePair['role'],
): (query: number, key: number) => Hint['rows'] {
  return (query, key) =>
    SIDES.map((side) => {
      const weights = patterns[side];
      const n = Math.sqrt(weights.length);
      const [i, j] = [places[query]?.[side] ?? null, places[key]?.[side] ?? null];
      return {
        label: role === 'neutral' && side === 'counterfactual' ? 'neutral' : side,
        value: i === null || j === null ? 'none' : formatValue(weights[i * n + j] ?? null),
      };
    });
}

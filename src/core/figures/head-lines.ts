/** The weights of heads on one statement as lines from query to key. */
import { colourOfHead, type DrawnHead, type HeadOver, square, WEIGHT_COLUMN } from './heads-over.ts';
import type { LineLayout, MapScale } from './pair-maps.ts';
import type { FigureTheme } from './theme.ts';

/** Weights below it are no lines: of n tokens that are attended to alike there would be n squared. Fitted: below this part of the largest. */
export const LEAST_WEIGHT = 0.06;

export interface Line {
  readonly query: number;
  readonly key: number;
  /** Of the heaviest that there can be: 1, or, fitted, the largest of all. */
  readonly weight: number;
  /** Of which of the heads that are drawn, by its place among them. */
  readonly of: number;
}

/** What is drawn: all weights, or, as arcs, those that a token gives others. [n, n], the others 0. */
function drawnWeights(layout: LineLayout, values: ArrayLike<number>, n: number): ArrayLike<number> {
  if (layout === 'lines') return values;
  return Array.from(values, (weight, at) => (Math.floor(at / n) === at % n ? 0 : weight));
}

/** What a line of full weight is: 1, or, fitted, the largest weight that is drawn. */
function fullWeight(heads: readonly ArrayLike<number>[], scale: MapScale | undefined): number {
  if (scale !== 'fit') return 1;
  let largest = 0;
  for (const weights of heads)
    for (let at = 0; at < weights.length; at++) largest = Math.max(largest, weights[at] ?? 0);
  return largest === 0 ? 1 : largest;
}

/** Those of all heads, the heaviest last, over the others. */
export function linesOf(
  { layout, scale }: { readonly layout: LineLayout; readonly scale?: MapScale | undefined },
  heads: readonly HeadOver[],
  n: number,
): { readonly lines: readonly Line[]; readonly full: number } {
  const weights = heads.map(({ values }) => drawnWeights(layout, values, n));
  const full = fullWeight(weights, scale);
  const lines: Line[] = [];
  for (const [of, ofHead] of weights.entries())
    for (let query = 0; query < n; query++)
      for (let key = 0; key < n; key++) {
        const weight = (ofHead[query * n + key] ?? 0) / full;
        if (weight >= LEAST_WEIGHT) lines.push({ query, key, weight, of });
      }
  return { lines: lines.sort((a, b) => a.weight - b.weight), full };
}

/** Beside each key, how much each head gives it from this query: a square of its colour, as deep as the weight is large. */
export function givenBy(
  heads: readonly DrawnHead[],
  query: number,
  n: number,
  full: number,
  place: { readonly left: number; readonly yOf: (token: number) => number },
  theme: FigureTheme,
): object[] {
  return heads.flatMap(({ values, colour }, of) =>
    Array.from({ length: n }, (_, key) => ({ key, weight: (values[query * n + key] ?? 0) / full }))
      .filter(({ weight }) => weight >= LEAST_WEIGHT)
      .map(({ key, weight }) =>
        square(
          place.left + of * WEIGHT_COLUMN,
          place.yOf(key),
          colourOfHead(colour, theme.name),
          0.15 + 0.85 * Math.min(1, weight),
        ),
      ),
  );
}

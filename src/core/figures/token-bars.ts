/** Bars above or below the tokens of a statement: the length and the colour of each is a weight. The screen draws the same ones. */
import { formatFixed } from './fixed-numbers.ts';
import { sequentialColour } from './shades.ts';

/** px that bars and their numbers take, and of them the longest bar. */
export const BARS_HEIGHT = 22;
const LONGEST = 11;
const WIDEST = 22;
/** Of the longest bar: shorter ones say no number. */
const NUMBERED_FROM = 0.15;
/** px that a number takes. */
const NUMBER_WIDTH = 26;

export interface TokenBar {
  /** px: its middle, its upper edge within {@link BARS_HEIGHT}, and how long and wide it is. */
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly width: number;
  readonly colour: string;
  /** Its number, where it has room; else ''. */
  readonly words: string;
  /** px: the line that its number stands on. */
  readonly wordsAt: number;
}

export interface TokenBars {
  /** Of each token. */
  readonly weights: readonly number[];
  /** The middle of each token, px. */
  readonly middles: readonly number[];
  /** Away from the tokens. */
  readonly grows: 'up' | 'down';
  /** The weight of the longest bar. */
  readonly most: number;
}

export function tokenBars({ weights, middles, grows, most }: TokenBars): TokenBar[] {
  const numbered = withNumbers({ weights, middles, most });
  const width = middles.reduce((narrowest, x, at) => {
    const next = middles[at + 1];
    return next === undefined ? narrowest : Math.max(1, Math.min(narrowest, Math.abs(next - x) - 3));
  }, WIDEST);
  return weights.map((weight, at) => {
    const share = most === 0 ? 0 : Math.min(1, weight / most);
    const length = Math.max(weight > 0 ? 0.5 : 0, share * LONGEST);
    const y = grows === 'up' ? BARS_HEIGHT - 1 - length : 1;
    return {
      x: middles[at] ?? 0,
      y,
      length,
      width,
      colour: sequentialColour(share),
      words: numbered.has(at) ? formatFixed(weight, 2) : '',
      wordsAt: grows === 'up' ? y - 3 : y + length + 10,
    };
  });
}

/** The largest first, as far as numbers do not touch. */
function withNumbers({ weights, middles, most }: Omit<TokenBars, 'grows'>): ReadonlySet<number> {
  const placed: { readonly at: number; readonly x: number }[] = [];
  const largestFirst = [...weights.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  for (const at of largestFirst) {
    if ((weights[at] ?? 0) < NUMBERED_FROM * most || most === 0) break;
    const x = middles[at] ?? 0;
    if (placed.every((other) => Math.abs(other.x - x) >= NUMBER_WIDTH)) placed.push({ at, x });
  }
  return new Set(placed.map(({ at }) => at));
}

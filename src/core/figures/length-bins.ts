/** How many statements have how many tokens, as bars of a histogram. */

/** How many statements have so many tokens, those that mark beginning and end among them. */
export interface StatementLength {
  readonly tokens: number;
  readonly statements: number;
}

export interface LengthBin {
  /** Tokens, both ends within. */
  readonly from: number;
  readonly to: number;
  readonly statements: number;
}

/** As many tokens in each bar, and `most` bars at most; [] where there are no statements. @param lengths the shortest first */
export function lengthBins(lengths: readonly StatementLength[], most: number): LengthBin[] {
  const [first, last] = [lengths[0], lengths.at(-1)];
  if (first === undefined || last === undefined) return [];
  const width = Math.ceil((last.tokens - first.tokens + 1) / most);
  const bars = Math.ceil((last.tokens - first.tokens + 1) / width);
  return Array.from({ length: bars }, (_, at) => {
    const from = first.tokens + at * width;
    const to = from + width - 1;
    const statements = lengths
      .filter(({ tokens }) => tokens >= from && tokens <= to)
      .reduce((sum, length) => sum + length.statements, 0);
    return { from, to, statements };
  });
}

/** Tokens of the statement in the middle, of two that of the shorter; null where there is none. */
export function medianLength(lengths: readonly StatementLength[]): number | null {
  const half = lengths.reduce((sum, { statements }) => sum + statements, 0) / 2;
  let before = 0;
  for (const { tokens, statements } of lengths) {
    before += statements;
    if (before >= half) return tokens;
  }
  return null;
}

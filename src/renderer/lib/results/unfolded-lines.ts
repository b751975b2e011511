/** Where lines of pairs stand among those of their heads, which are under each pair that is unfolded. */

/** A line of the table: a pair, or the line `nth` under it. Pairs are counted from the top. */
export interface LinePlace {
  readonly pair: number;
  /** null: the pair itself. */
  readonly nth: number | null;
}

/** Lines under each unfolded pair. */
export type Unfolded = ReadonlyMap<number, number>;

export function countLines(pairs: number, unfolded: Unfolded): number {
  let lines = pairs;
  for (const [pair, under] of unfolded) if (pair < pairs) lines += under;
  return lines;
}

export function lineAt(line: number, unfolded: Unfolded): LinePlace {
  let above = 0;
  for (const [pair, under] of inOrder(unfolded)) {
    const own = pair + above;
    if (line <= own) break;
    if (line <= own + under) return { pair, nth: line - own - 1 };
    above += under;
  }
  return { pair: line - above, nth: null };
}

/** The line of a pair. */
export function lineOf(pair: number, unfolded: Unfolded): number {
  let line = pair;
  for (const [other, under] of unfolded) if (other < pair) line += under;
  return line;
}

function inOrder(unfolded: Unfolded): [number, number][] {
  return [...unfolded].toSorted(([one], [other]) => one - other);
}

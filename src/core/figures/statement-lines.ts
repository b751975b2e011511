/** Two statements as lines of a page: what of each stands in one line, so that what is aligned stands together. */

/** The first token of a line and the last; the last is before the first where a line has none of the statement. */
export type Span = readonly [number, number];

export interface LineOfBoth {
  readonly original: Span;
  readonly counterfactual: Span;
}

/**
 * @param whole what is shown of both
 * @param aligned [m] [original, counterfactual], strictly ascending in both
 * @param fits whether a line has room for so much; a line has one token of the counterfactual at least
 */
export function linesOfBoth(
  whole: LineOfBoth,
  aligned: readonly (readonly [number, number])[],
  fits: (line: LineOfBoth) => boolean,
): LineOfBoth[] {
  const last = whole.counterfactual[1];
  /** The last token of the original that stands before what follows the line. */
  const before = new Map(aligned.map(([original, counterfactual]) => [counterfactual, original - 1]));
  const endsBefore: number[] = [];
  let end = whole.original[1];
  for (let to = last; to >= whole.counterfactual[0]; to--) {
    endsBefore[to] = end;
    end = before.get(to) ?? end;
  }
  const lines: LineOfBoth[] = [];
  let from = whole.counterfactual[0];
  let fromOriginal = whole.original[0];
  while (from <= last) {
    const upTo = (to: number): LineOfBoth => ({
      original: [fromOriginal, endsBefore[to] ?? whole.original[1]],
      counterfactual: [from, to],
    });
    let line = upTo(from);
    while (line.counterfactual[1] < last && fits(upTo(line.counterfactual[1] + 1)))
      line = upTo(line.counterfactual[1] + 1);
    lines.push(line);
    from = line.counterfactual[1] + 1;
    fromOriginal = line.original[1] + 1;
  }
  return lines;
}

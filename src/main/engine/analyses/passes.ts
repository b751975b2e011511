/** Rows in forward passes: as many together as the memory of their patterns and logits bears. */
import type { LoadedModel } from '../models/library.ts';

export interface PassLimits {
  /** Of all rows, padding included. */
  readonly tokens: number;
  /** Whether logits are computed inside of the graph, and patterns are read. */
  readonly logits: boolean;
  readonly patterns: boolean;
}

const LOGIT_BYTES = 64 * 2 ** 20;
const PATTERN_BYTES = 128 * 2 ** 20;
const FLOAT32_BYTES = 4;

/**
 * Cuts rows into those of one forward pass each, in their order; a row that is beyond the limits goes alone.
 */
export function* passesOf<Row>(
  rows: Iterable<Row>,
  tokensOf: (row: Row) => number,
  { vocabularySize, layers, heads }: LoadedModel['dimensions'],
  limits: PassLimits,
  rowsOf = 1,
): Generator<Row[], void, void> {
  const fits = (count: number, tokens: number) =>
    count * tokens <= limits.tokens &&
    (!limits.logits || count * tokens * vocabularySize * FLOAT32_BYTES <= LOGIT_BYTES) &&
    (!limits.patterns || count * layers * heads * tokens ** 2 * FLOAT32_BYTES <= PATTERN_BYTES);
  let pass: Row[] = [];
  let longest = 0;
  for (const row of rows) {
    const tokens = tokensOf(row);
    if (pass.length > 0 && !fits((pass.length + 1) * rowsOf, Math.max(longest, tokens))) {
      yield pass;
      pass = [];
      longest = 0;
    }
    pass.push(row);
    longest = Math.max(longest, tokens);
  }
  if (pass.length > 0) yield pass;
}

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

/** How many rows of so many tokens go into one pass, at least one. */
export function rowsPerPass(
  tokens: number,
  { vocabularySize, layers, heads }: LoadedModel['dimensions'],
  limits: PassLimits,
): number {
  const most = (bound: number, ofRow: number) => Math.floor(bound / ofRow);
  return Math.max(
    1,
    Math.min(
      most(limits.tokens, tokens),
      limits.logits ? most(LOGIT_BYTES, tokens * vocabularySize * FLOAT32_BYTES) : Infinity,
      limits.patterns ? most(PATTERN_BYTES, layers * heads * tokens ** 2 * FLOAT32_BYTES) : Infinity,
    ),
  );
}

/**
 * Cuts rows into those of one forward pass each, in their order; a row that is beyond the limits goes alone.
 */
export function* passesOf<Row>(
  rows: Iterable<Row>,
  tokensOf: (row: Row) => number,
  dimensions: LoadedModel['dimensions'],
  limits: PassLimits,
  rowsOf = 1,
): Generator<Row[], void, void> {
  let pass: Row[] = [];
  let longest = 0;
  for (const row of rows) {
    const tokens = tokensOf(row);
    if (
      pass.length > 0 &&
      (pass.length + 1) * rowsOf > rowsPerPass(Math.max(longest, tokens), dimensions, limits)
    ) {
      yield pass;
      pass = [];
      longest = 0;
    }
    pass.push(row);
    longest = Math.max(longest, tokens);
  }
  if (pass.length > 0) yield pass;
}

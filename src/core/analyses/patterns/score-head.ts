/**
 * How much of a head's attention lies in the masks of the detectors, on one text: the hot loop of the analysis. n tokens,
 * D masks, `places` heads of all layers. Sums are in float64. docs/science.md, section 5.
 */
import type { DetectorCells } from './cells.ts';

/** A head's attention pattern, somewhere in a larger buffer. */
export interface PatternView {
  readonly data: Float32Array;
  /** Of row 0. */
  readonly offset: number;
  /** From a row to the next. */
  readonly rowStride: number;
}

/** What is measured of a text; NaN where undefined. */
export interface TextScores {
  /** [D, places] mean over rows having some D of sum_j P D */
  readonly score: Float64Array;
  /** [D, places] the same with the columns of sinks set to 0, each row divided by what is left */
  readonly excluded: Float64Array;
}

/** What is only ever needed as a mean over texts, summed over those of a batch. */
export interface PooledSums {
  /** [places, 2N - 1] sum of P over cells with j - i = r, at r + N - 1 */
  readonly offsets: Float64Array;
  /** N: tokens of the longest text */
  readonly longest: number;
  /** [D, places] of sum(P D) / sum(P) */
  readonly mul: Float64Array;
  /** [D, places] of 1 - sum abs(P - D) / n */
  readonly abs: Float64Array;
  /** [D, places] of scores with sinks excluded, and of how many texts have one */
  readonly excluded: Float64Array;
  readonly excludedTexts: Float64Array;
}

export function emptyScores(masks: number, places: number): TextScores {
  const undefinedValues = () => new Float64Array(masks * places).fill(Number.NaN);
  return { score: undefinedValues(), excluded: undefinedValues() };
}

export function emptySums(masks: number, places: number, longest: number): PooledSums {
  return {
    offsets: new Float64Array(places * (2 * longest - 1)),
    longest,
    mul: new Float64Array(masks * places),
    abs: new Float64Array(masks * places),
    excluded: new Float64Array(masks * places),
    excludedTexts: new Float64Array(masks * places),
  };
}

/** A text's cells, with room to work in: made once for all of its heads. */
export interface ScoredText {
  readonly cells: DetectorCells;
  /** [cells] where a cell lies in a pattern of this row stride */
  readonly at: Int32Array;
  /** [n] one over what a row gives to keys that are no sinks; 0 where that is nothing */
  readonly perOpen: Float64Array;
}

export function scoredText(cells: DetectorCells, rowStride: number): ScoredText {
  const { query, key, tokens } = cells;
  const at = new Int32Array(key.length);
  for (let cell = 0; cell < at.length; cell++)
    at[cell] = (query[cell] as number) * rowStride + (key[cell] as number);
  return { cells, at, perOpen: new Float64Array(tokens) };
}

/** One head of a text. @param place of the head, layers one after the other */
export function scoreHead(
  pattern: PatternView,
  text: ScoredText,
  place: number,
  places: number,
  scores: TextScores,
  pooled: PooledSums,
): void {
  const { cells, at, perOpen } = text;
  const { tokens, rows, openRows, firstCell, firstSink, query } = cells;
  const { whole, closed } = sumRows(pattern, text, place, pooled);
  const { data, offset } = pattern;
  const { score, excluded } = scores;
  const { mul, abs } = pooled;
  for (let d = 0; d < rows.length; d++) {
    const first = firstCell[d] as number;
    const sinks = firstSink[d] as number;
    const end = firstCell[d + 1] as number;
    let sum = 0;
    let kept = 0;
    for (let cell = first; cell < sinks; cell++) {
      const value = data[offset + (at[cell] as number)] as number;
      sum += value;
      kept += value * (perOpen[query[cell] as number] as number);
    }
    for (let cell = sinks; cell < end; cell++) sum += data[offset + (at[cell] as number)] as number;
    const to = d * places + place;
    if (end > first) {
      score[to] = sum / (rows[d] as number);
      const open = (openRows[d] as number) - (closed === 0 ? 0 : closedRows(text, first, sinks));
      if (open > 0) {
        const own = kept / open;
        excluded[to] = own;
        pooled.excluded[to] = (pooled.excluded[to] as number) + own;
        pooled.excludedTexts[to] = (pooled.excludedTexts[to] as number) + 1;
      }
    }
    mul[to] = (mul[to] as number) + sum / whole;
    // P lies between 0 and 1: abs(P - D) is 1 - P on the mask, and P off it.
    abs[to] = (abs[to] as number) + 1 - (whole - 2 * sum + end - first) / tokens;
  }
}

/** How many queries of the cells give nothing at all to keys that are no sinks: in float32 a sink may take all. */
function closedRows({ cells: { query }, perOpen }: ScoredText, first: number, end: number): number {
  let count = 0;
  for (let cell = first; cell < end; cell++) {
    const own = query[cell] as number;
    if (perOpen[own] === 0 && (cell === first || query[cell - 1] !== own)) count++;
  }
  return count;
}

/** Sums by offset, and of each row what sinks leave. @returns the sum of the whole pattern, and of how many rows nothing is left */
function sumRows(
  { data, offset, rowStride }: PatternView,
  { cells: { tokens, causal, open }, perOpen }: ScoredText,
  place: number,
  { offsets, longest }: PooledSums,
): { whole: number; closed: number } {
  const zero = place * (2 * longest - 1) + longest - 1;
  let whole = 0;
  let closed = 0;
  for (let i = 0; i < tokens; i++) {
    const from = offset + i * rowStride;
    const end = causal ? i + 1 : tokens;
    const to = zero - i;
    let sum = 0;
    let rest = 0;
    for (let j = 0; j < end; j++) {
      const value = data[from + j] as number;
      sum += value;
      rest += value * (open[j] as number);
      offsets[to + j] = (offsets[to + j] as number) + value;
    }
    whole += sum;
    perOpen[i] = rest > 0 ? 1 / rest : 0;
    if (!(rest > 0)) closed++;
  }
  return { whole, closed };
}

/** Of a text, what attention spread evenly over the allowed keys would give: it is the same for every head. */
export interface UniformNulls {
  /** [D] NaN where no row has some D */
  readonly uniform: Float64Array;
  /** [D] with sinks excluded */
  readonly excluded: Float64Array;
}

export function uniformNulls(cells: DetectorCells): UniformNulls {
  const { tokens, causal, rows, openRows, firstCell, firstSink, query, open } = cells;
  const masks = rows.length;
  const uniform = new Float64Array(masks).fill(Number.NaN);
  const excluded = new Float64Array(masks).fill(Number.NaN);
  // How many keys that are no sinks a query may look at.
  const openKeys = new Float64Array(tokens);
  let seen = 0;
  for (let i = 0; i < tokens; i++) openKeys[i] = seen += open[i] as number;
  if (!causal) openKeys.fill(seen);
  for (let d = 0; d < masks; d++) {
    const end = firstCell[d + 1] as number;
    const sinks = firstSink[d] as number;
    let sum = 0;
    let kept = 0;
    for (let cell = firstCell[d] as number; cell < end; cell++) {
      const i = query[cell] as number;
      sum += 1 / (causal ? i + 1 : tokens);
      if (cell < sinks) kept += 1 / (openKeys[i] as number);
    }
    if ((rows[d] as number) > 0) uniform[d] = sum / (rows[d] as number);
    if ((openRows[d] as number) > 0) excluded[d] = kept / (openRows[d] as number);
  }
  return { uniform, excluded };
}

/**
 * What a head's own mean attention by relative position would give: the null that a head passes only when it looks at what
 * tokens are, not merely at how far away they stand. docs/science.md, section 5.
 */
import type { DetectorCells } from './cells.ts';

export class PositionNull {
  /** [places, 2N - 1] mean of P at j - i = r over all allowed cells of all texts, at r + N - 1 */
  readonly #mean: Float64Array;
  /** [places, 2N] sums of the mean up to an offset */
  readonly #upTo: Float64Array;
  readonly #longest: number;
  readonly #places: number;

  /**
   * @param mean [places, 2N - 1]; NaN where no text has such a cell
   * @param longest N, tokens of the longest text
   */
  constructor(mean: Float64Array, longest: number) {
    const width = 2 * longest - 1;
    this.#mean = mean;
    this.#longest = longest;
    this.#places = mean.length / width;
    this.#upTo = new Float64Array(this.#places * (width + 1));
    for (let place = 0; place < this.#places; place++)
      for (let r = 0; r < width; r++) {
        const to = place * (width + 1) + r;
        const value = mean[place * width + r] as number;
        this.#upTo[to + 1] = (this.#upTo[to] as number) + (Number.isNaN(value) ? 0 : value);
      }
  }

  /**
   * Of one text, mean over rows having some D of sum_j m(j - i) D, and of the same with each row divided by its sum.
   *
   * @param masks which of them to look at
   * @param visit told both numbers of every mask that has a row, and every head
   */
  measure(
    cells: DetectorCells,
    masks: readonly number[],
    visit: (mask: number, place: number, plain: number, renormalised: number) => void,
  ): void {
    const { tokens, causal, rows, firstCell, query, key } = cells;
    const width = 2 * this.#longest - 1;
    const middle = this.#longest - 1;
    const perRow = new Float64Array(tokens);
    const offset = key.map((j, cell) => middle + j - (query[cell] ?? 0));
    const mean = this.#mean;
    for (let place = 0; place < this.#places; place++) {
      this.#fillPerRow(perRow, place, causal);
      const from = place * width;
      for (const mask of masks) {
        const count = rows[mask] as number;
        if (count === 0) continue;
        let plain = 0;
        let renormalised = 0;
        for (let cell = firstCell[mask] as number; cell < (firstCell[mask + 1] as number); cell++) {
          const value = mean[from + (offset[cell] as number)] as number;
          plain += value;
          renormalised += value * (perRow[query[cell] as number] as number);
        }
        visit(mask, place, plain / count, renormalised / count);
      }
    }
  }

  /**
   * The same of several texts at once: adds to the sums over them of both numbers.
   *
   * @param plain [D, places], as `renormalised`
   */
  addPooled({ tokens, causal, weights }: PooledCells, plain: Float64Array, renormalised: Float64Array): void {
    const width = 2 * this.#longest - 1;
    const middle = this.#longest - 1;
    const square = tokens * tokens;
    const cells = Int32Array.from(weights.keys()).filter((cell) => weights[cell] !== 0);
    const used = Float64Array.from(cells, (cell) => weights[cell] as number);
    const maskOf = cells.map((cell) => Math.floor(cell / square));
    const query = cells.map((cell) => Math.floor((cell % square) / tokens));
    const offset = cells.map((cell, at) => middle + (cell % tokens) - (query[at] as number));
    const perRow = new Float64Array(tokens);
    for (let place = 0; place < this.#places; place++) {
      this.#fillPerRow(perRow, place, causal);
      for (let at = 0; at < cells.length; at++) {
        const value = (used[at] as number) * (this.#mean[place * width + (offset[at] as number)] as number);
        const to = (maskOf[at] as number) * this.#places + place;
        plain[to] = (plain[to] as number) + value;
        renormalised[to] = (renormalised[to] as number) + value * (perRow[query[at] as number] as number);
      }
    }
  }

  /** [n] one over what the means of a row sum to */
  #fillPerRow(perRow: Float64Array, place: number, causal: boolean): void {
    const tokens = perRow.length;
    const sums = place * 2 * this.#longest + this.#longest - 1;
    for (let i = 0; i < tokens; i++) {
      const last = causal ? 0 : tokens - 1 - i;
      perRow[i] = 1 / ((this.#upTo[sums + last + 1] as number) - (this.#upTo[sums - i] as number));
    }
  }
}

/** Cells of texts of equally many tokens, put together: of many short texts they are few. */
export class PooledCells {
  readonly tokens: number;
  readonly causal: boolean;
  /** [D, n, n] one over the rows that a text has of the mask, summed over the texts that have the cell */
  readonly weights: Float64Array;

  constructor(tokens: number, causal: boolean, masks: number) {
    this.tokens = tokens;
    this.causal = causal;
    this.weights = new Float64Array(masks * tokens * tokens);
  }

  /** Whether so many numbers are not too many. */
  static suits(tokens: number, masks: number): boolean {
    return masks * tokens * tokens <= MOST_POOLED;
  }

  add({ rows, firstCell, query, key }: DetectorCells): void {
    const { tokens, weights } = this;
    for (let mask = 0; mask < rows.length; mask++) {
      const weight = 1 / (rows[mask] as number);
      for (let cell = firstCell[mask] as number; cell < (firstCell[mask + 1] as number); cell++) {
        const at = (mask * tokens + (query[cell] as number)) * tokens + (key[cell] as number);
        weights[at] = (weights[at] as number) + weight;
      }
    }
  }
}

/** 8 MB. */
const MOST_POOLED = 1_000_000;

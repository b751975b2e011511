/**
 * The sums that every resampling procedure here is made of: for each resample, the sum over items of weight × value,
 * for several columns at once. It is the hot kernel of the statistics.
 *
 * Weights come as binary digits (resample-weights.ts), and the "method of the four Russians" (Arlazarov et al. 1970)
 * spares seven additions in eight: the sums of all 256 subsets of a block of eight items are made once and then looked
 * up, so that R resamples of n items cost n / 8 × (R + 256) additions a column and plane in place of n × R.
 */
import { BLOCK, type ResampleWeights } from './resample-weights.ts';

/** Columns are taken together in tiles of this many. */
export const TILE = 8;

const SUBSETS = 1 << BLOCK;

/** Room for {@link weightedSums} to work in, to be used again. */
export function subsetTable(): Float64Array {
  return new Float64Array(SUBSETS * TILE);
}

/**
 * out[r, c] = sum over items i of weight[r, i] × values[i, c].
 *
 * @param values [n, TILE] row-major
 * @param table see {@link subsetTable}
 * @param out [R, TILE] row-major, overwritten
 */
export function weightedSums(
  weights: ResampleWeights,
  values: Float64Array,
  table: Float64Array,
  out: Float64Array,
): void {
  const { resamples, items, planes } = weights;
  out.fill(0);
  for (let first = 0; first < items; first += BLOCK) {
    fillSubsetSums(values, first, Math.min(BLOCK, items - first), table);
    const bytes = (first / BLOCK) * resamples;
    for (let k = 0; k < planes.length; k++) {
      addPlane(planes[k]!, bytes, resamples, 2 ** k, table, out);
    }
  }
}

/** table[subset, c] = sum over the items of the subset (bit i: item first + i) of values[item, c]. */
function fillSubsetSums(values: Float64Array, first: number, count: number, table: Float64Array): void {
  table.fill(0, 0, TILE);
  for (let i = 0; i < count; i++) {
    const half = (1 << i) * TILE;
    const row = (first + i) * TILE;
    for (let entry = 0; entry < half; entry++) {
      table[half + entry] = table[entry]! + values[row + (entry % TILE)]!;
    }
  }
}

/** out[r] += scale × table[plane[bytes + r]], written out for the columns of a tile. */
function addPlane(
  plane: Uint8Array,
  bytes: number,
  resamples: number,
  scale: number,
  table: Float64Array,
  out: Float64Array,
): void {
  for (let r = 0; r < resamples; r++) {
    const subset = plane[bytes + r]!;
    if (subset === 0) continue;
    const from = subset * TILE;
    const to = r * TILE;
    out[to] = out[to]! + scale * table[from]!;
    out[to + 1] = out[to + 1]! + scale * table[from + 1]!;
    out[to + 2] = out[to + 2]! + scale * table[from + 2]!;
    out[to + 3] = out[to + 3]! + scale * table[from + 3]!;
    out[to + 4] = out[to + 4]! + scale * table[from + 4]!;
    out[to + 5] = out[to + 5]! + scale * table[from + 5]!;
    out[to + 6] = out[to + 6]! + scale * table[from + 6]!;
    out[to + 7] = out[to + 7]! + scale * table[from + 7]!;
  }
}

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

/** The sums of so many blocks are added up before they are added to what is there, which spares loads and stores. */
const BLOCKS_TOGETHER = 4;

/** Room for {@link addWeightedSums} to work in, to be used again. */
export function subsetTable(): Float64Array {
  return new Float64Array(BLOCKS_TOGETHER * SUBSETS * TILE);
}

/**
 * out[r, c] += sum over items i of weight[r, i] × values[i, c].
 *
 * @param values [n, TILE] row-major
 * @param table see {@link subsetTable}
 * @param out [R, TILE] row-major
 */
export function addWeightedSums(
  { resamples, items, planes }: ResampleWeights,
  values: Float64Array,
  table: Float64Array,
  out: Float64Array,
): void {
  for (let first = 0; first < items; first += BLOCKS_TOGETHER * BLOCK) {
    const blocks = Math.min(BLOCKS_TOGETHER, Math.ceil((items - first) / BLOCK));
    for (let b = 0; b < blocks; b++) {
      const item = first + b * BLOCK;
      fillSubsetSums(values, item, Math.min(BLOCK, items - item), table, b * SUBSETS * TILE);
    }
    const bytes = (first / BLOCK) * resamples;
    for (let k = 0; k < planes.length; k++) {
      if (blocks === BLOCKS_TOGETHER) addFourBlocks(planes[k]!, bytes, resamples, 2 ** k, table, out);
      else {
        for (let b = 0; b < blocks; b++) {
          addBlock(planes[k]!, bytes + b * resamples, resamples, 2 ** k, table, b * SUBSETS * TILE, out);
        }
      }
    }
  }
}

/** table[from + subset, c] = sum over the items of the subset (bit i: item first + i) of values[item, c]. */
function fillSubsetSums(
  values: Float64Array,
  first: number,
  count: number,
  table: Float64Array,
  from: number,
): void {
  table.fill(0, from, from + TILE);
  for (let i = 0; i < count; i++) {
    const row = (first + i) * TILE;
    const v0 = values[row]!;
    const v1 = values[row + 1]!;
    const v2 = values[row + 2]!;
    const v3 = values[row + 3]!;
    const v4 = values[row + 4]!;
    const v5 = values[row + 5]!;
    const v6 = values[row + 6]!;
    const v7 = values[row + 7]!;
    const half = from + (1 << i) * TILE;
    for (let entry = from, to = half; entry < half; entry += TILE, to += TILE) {
      table[to] = table[entry]! + v0;
      table[to + 1] = table[entry + 1]! + v1;
      table[to + 2] = table[entry + 2]! + v2;
      table[to + 3] = table[entry + 3]! + v3;
      table[to + 4] = table[entry + 4]! + v4;
      table[to + 5] = table[entry + 5]! + v5;
      table[to + 6] = table[entry + 6]! + v6;
      table[to + 7] = table[entry + 7]! + v7;
    }
  }
}

/** out[r] += scale × table[from + plane[bytes + r]], written out for the columns of a tile. */
function addBlock(
  plane: Uint8Array,
  bytes: number,
  resamples: number,
  scale: number,
  table: Float64Array,
  from: number,
  out: Float64Array,
): void {
  for (let r = 0; r < resamples; r++) {
    const subset = plane[bytes + r]!;
    if (subset === 0) continue;
    const a = from + subset * TILE;
    const to = r * TILE;
    out[to] = out[to]! + scale * table[a]!;
    out[to + 1] = out[to + 1]! + scale * table[a + 1]!;
    out[to + 2] = out[to + 2]! + scale * table[a + 2]!;
    out[to + 3] = out[to + 3]! + scale * table[a + 3]!;
    out[to + 4] = out[to + 4]! + scale * table[a + 4]!;
    out[to + 5] = out[to + 5]! + scale * table[a + 5]!;
    out[to + 6] = out[to + 6]! + scale * table[a + 6]!;
    out[to + 7] = out[to + 7]! + scale * table[a + 7]!;
  }
}

/** The same for four blocks, which lie one after the other in the plane and in the table. */
function addFourBlocks(
  plane: Uint8Array,
  bytes: number,
  resamples: number,
  scale: number,
  table: Float64Array,
  out: Float64Array,
): void {
  const [second, third, fourth] = [bytes + resamples, bytes + 2 * resamples, bytes + 3 * resamples];
  for (let r = 0; r < resamples; r++) {
    const [p, q, s, t] = [plane[bytes + r]!, plane[second + r]!, plane[third + r]!, plane[fourth + r]!];
    if ((p | q | s | t) === 0) continue;
    const a = p * TILE;
    const b = (SUBSETS + q) * TILE;
    const c = (2 * SUBSETS + s) * TILE;
    const d = (3 * SUBSETS + t) * TILE;
    const to = r * TILE;
    out[to] = out[to]! + scale * (table[a]! + table[b]! + (table[c]! + table[d]!));
    out[to + 1] = out[to + 1]! + scale * (table[a + 1]! + table[b + 1]! + (table[c + 1]! + table[d + 1]!));
    out[to + 2] = out[to + 2]! + scale * (table[a + 2]! + table[b + 2]! + (table[c + 2]! + table[d + 2]!));
    out[to + 3] = out[to + 3]! + scale * (table[a + 3]! + table[b + 3]! + (table[c + 3]! + table[d + 3]!));
    out[to + 4] = out[to + 4]! + scale * (table[a + 4]! + table[b + 4]! + (table[c + 4]! + table[d + 4]!));
    out[to + 5] = out[to + 5]! + scale * (table[a + 5]! + table[b + 5]! + (table[c + 5]! + table[d + 5]!));
    out[to + 6] = out[to + 6]! + scale * (table[a + 6]! + table[b + 6]! + (table[c + 6]! + table[d + 6]!));
    out[to + 7] = out[to + 7]! + scale * (table[a + 7]! + table[b + 7]! + (table[c + 7]! + table[d + 7]!));
  }
}

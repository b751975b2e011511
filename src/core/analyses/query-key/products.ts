/** Products of a few queries with all keys, four by four: what a processor holds in its registers. */

/**
 * @param queries [row, width]
 * @param keys [T, width]
 * @param out [to - from, T]: out[i - from, j] = queries[i] . keys[j], summed in float64
 */
export function products(
  { queries, keys, width }: { queries: Float64Array; keys: Float64Array; width: number },
  from: number,
  to: number,
  out: Float64Array,
): void {
  const count = keys.length / width;
  for (let row = from; row < to; row += 2) {
    // An odd row at the end is computed twice, and stored once.
    const other = row + 1 < to ? row + 1 : row;
    const a = row * width;
    const b = other * width;
    const outA = (row - from) * count;
    const outB = (other - from) * count;
    let key = 0;
    for (; key + 4 <= count; key += 4) {
      const k0 = key * width;
      const k1 = k0 + width;
      const k2 = k1 + width;
      const k3 = k2 + width;
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let index = 0; index < width; index++) {
        const qa = queries[a + index] as number;
        const qb = queries[b + index] as number;
        const v0 = keys[k0 + index] as number;
        const v1 = keys[k1 + index] as number;
        const v2 = keys[k2 + index] as number;
        const v3 = keys[k3 + index] as number;
        a0 += qa * v0;
        a1 += qa * v1;
        a2 += qa * v2;
        a3 += qa * v3;
        b0 += qb * v0;
        b1 += qb * v1;
        b2 += qb * v2;
        b3 += qb * v3;
      }
      out[outA + key] = a0;
      out[outA + key + 1] = a1;
      out[outA + key + 2] = a2;
      out[outA + key + 3] = a3;
      out[outB + key] = b0;
      out[outB + key + 1] = b1;
      out[outB + key + 2] = b2;
      out[outB + key + 3] = b3;
    }
    for (; key < count; key++) {
      let sumA = 0;
      let sumB = 0;
      for (let index = 0; index < width; index++) {
        const value = keys[key * width + index] as number;
        sumA += (queries[a + index] as number) * value;
        sumB += (queries[b + index] as number) * value;
      }
      out[outA + key] = sumA;
      out[outB + key] = sumB;
    }
  }
}

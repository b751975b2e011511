/**
 * Puts the least `count` values in front and the greatest `count` at the end, each ascending, in place; those between them are
 * in no order. For quantiles near the ends of many values, at a small part of what sorting all takes. No value is NaN.
 */
export function sortEnds(values: Float64Array, count: number): Float64Array {
  if (2 * count >= values.length) return values.sort();
  partition(values, count, 0, values.length - 1);
  partition(values, values.length - count, count, values.length - 1);
  values.subarray(0, count).sort();
  values.subarray(values.length - count).sort();
  return values;
}

/** Hoare's selection: no value before place `k` is greater than one at it or after it. */
function partition(values: Float64Array, k: number, from: number, to: number): void {
  let [left, right] = [from, to];
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let [i, j] = [left, right];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const moved = values[i]!;
        values[i++] = values[j]!;
        values[j--] = moved;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

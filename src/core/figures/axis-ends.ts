/** The ends of an axis whose values are all the same: from 0 to twice the value, so that it stands in the middle. */
export function endsAround(value: number): readonly [number, number] {
  if (value === 0) return [0, 1];
  return value > 0 ? [0, 2 * value] : [2 * value, 0];
}

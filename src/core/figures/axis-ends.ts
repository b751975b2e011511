import { ticks, tickStep } from 'd3-array';

/** px between the labels of two ticks. */
const BETWEEN = 8;

/**
 * Round numbers of an axis from left to right, as many as have room: the last label may stand before its place by half of its width.
 * @param most of them, about
 * @param widthOf px of a label
 */
export function ticksWithRoom(
  [low, high]: readonly [number, number],
  most: number,
  pixels: number,
  widthOf: (tick: number) => number,
): number[] {
  for (let count = most; count > 1; count--) {
    const found = ticks(low, high, count);
    const widest = Math.max(0, ...found.map(widthOf));
    const apart = (pixels * ((found[1] ?? high) - (found[0] ?? low))) / (high - low);
    if (apart >= 1.5 * widest + BETWEEN) return found;
  }
  return ticks(low, high, 1);
}

interface Labels {
  /** About so many round numbers. */
  readonly most: number;
  /** px of the axis. */
  readonly pixels: number;
  /** px of a label along it: its width, or of an upright axis its height. */
  widthOf(this: void, tick: number): number;
  /** Of what is counted: no number between two whole ones. */
  readonly isWhole?: boolean;
}

/**
 * Where an axis has labels that ends at no round number: at its ends, and at the round numbers between that keep half a step, and the room of their labels, from
 * these.
 */
export function ticksToEnds(
  [low, high]: readonly [number, number],
  { most, pixels, widthOf, isWhole = false }: Labels,
): number[] {
  const areApart = (one: number, other: number): boolean =>
    (pixels * Math.abs(one - other)) / (high - low) >= (widthOf(one) + widthOf(other)) / 2 + BETWEEN;
  for (let count = most; count > 0; count--) {
    const step = isWhole ? Math.max(1, tickStep(low, high, count)) : tickStep(low, high, count);
    const inner = ticks(low, high, count)
      .filter((tick) => !isWhole || Number.isInteger(tick))
      .filter((tick) =>
        [low, high].every((end) => Math.abs(tick - end) >= step / 2 - EXACT && areApart(tick, end)),
      );
    const all = [low, ...inner, high];
    if (all.every((tick, index) => index === 0 || areApart(all[index - 1] ?? low, tick))) return all;
  }
  return [low, high];
}

/** What a float adds. */
const EXACT = 1e-9;

/** Along the layers of a model, from 0 to the last. */
export function layerTicks(last: number, pixels: number): number[] {
  if (last === 0) return [0];
  const widthOf = (tick: number): number => 7 * String(tick).length;
  return ticksToEnds([0, last], { most: 12, pixels, widthOf, isWhole: true });
}

/** Of an axis of ECharts, what has its labels and its lines at these numbers alone. */
export function atTicks<Label extends object>(
  values: readonly number[],
  axisLabel: Label,
): { axisTick: { show: false; customValues: number[] }; axisLabel: Label & { customValues: number[] } } {
  const customValues = [...values];
  return { axisTick: { show: false, customValues }, axisLabel: { ...axisLabel, customValues } };
}

/** The ends of an axis whose values are all the same: from 0 to twice the value, so that it stands in the middle. */
export function endsAround(value: number): readonly [number, number] {
  if (value === 0) return [0, 1];
  return value > 0 ? [0, 2 * value] : [2 * value, 0];
}

/** Values too few for a histogram, whose bars would be of one or two of them: each is a dot, those of the set above, what it is compared with below. */
import { formatValue, type Hint } from './figure.ts';

/** Values from which on their histogram says something. */
export const FEWEST_OF_HISTOGRAM = 5;
/** From the bottom of the plot to its top: the row of dots of each. */
const ROWS = { set: 0.65, control: 0.25 } as const;
/** Between dots of one row, so that equal values are as many dots. */
const APART = 0.08;
const SIZE = 8;

/** A row of dots, for an axis from 0 to 1 that is not shown. */
export function valueDots(
  values: readonly number[],
  {
    row,
    colour,
    opacity,
  }: { readonly row: keyof typeof ROWS; readonly colour: string; readonly opacity: number },
) {
  return {
    type: 'scatter' as const,
    name: row,
    symbolSize: SIZE,
    itemStyle: { color: colour, opacity },
    emphasis: { disabled: true },
    animation: false,
    // A value at an end of the axis keeps the half of its dot that is beyond.
    clip: false,
    data: values.map((value, at): [number, number] => [
      value,
      ROWS[row] + APART * (at - (values.length - 1) / 2),
    ]),
  };
}

/** '0.200 bits', and below it whose value it is: 'set 1'. */
export function hintOfDot(value: number | undefined, unit: string, whose: string): Hint | null {
  return value === undefined
    ? null
    : { title: formatValue(value, unit), rows: [{ label: whose, value: '1' }] };
}

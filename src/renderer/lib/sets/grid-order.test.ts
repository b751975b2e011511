import { expect, test } from 'vitest';
import { type GridOrder, orderAfterClick, sortKeys } from './grid-order.ts';

const asInSet: GridOrder = { sort: 'position', descending: false, then: [] };
/** 'label+' is a click on that heading with Shift. */
function after(...clicks: readonly string[]): string {
  let order = asInSet;
  for (const click of clicks) order = orderAfterClick(order, click.replace('+', ''), click.endsWith('+'));
  return sortKeys(order)
    .map(({ by, descending }) => `${by} ${descending ? 'down' : 'up'}`)
    .join(', ');
}

test.each([
  [['label'], 'label up'],
  [['label', 'label'], 'label down'],
  [['label', 'label', 'label'], ''],
  [['label', 'cluster'], 'cluster up'],
  [['label', 'cluster+'], 'label up, cluster up'],
  [['label', 'label', 'cluster+', 'cluster+'], 'label down, cluster down'],
  [['label', 'cluster+', 'cluster+', 'cluster+'], 'label up'],
  [['label', 'cluster+', 'label+', 'label+'], 'cluster up'],
  [['label', 'cluster+', 'cluster'], 'cluster up'],
  [['label+'], 'label up'],
  [['label+', 'label+', 'label+'], ''],
  [['position'], 'position down'],
  [['position', 'position'], ''],
  [['position', 'label+'], 'label up'],
  [['label', 'position+'], 'position down'],
  [['a', 'b+', 'c+', 'd+', 'e+', 'f+'], 'b up, c up, d up, e up, f up'],
])('%j sorts by %s', (clicks, order) => {
  expect(after(...clicks)).toBe(order);
});

import { expect, test } from 'vitest';
import { whyNothingIsUsual } from './usual-words.ts';

const control = { id: 1, name: 'control' };

test.each([
  [0, null, 'there are neither measured neutrals nor a control set'],
  // Of a hundred neutrals that were measured it is their shape, and not their number.
  [100, null, 'fewer than 5 neutrals have the shape of their pairs'],
  [3, null, 'fewer than 5 neutrals have the shape of their pairs'],
  [0, control, 'the control set has fewer than 5 pairs that were measured'],
  [
    100,
    control,
    'fewer than 5 neutrals have the shape of their pairs, and the control set has fewer than 5 pairs that were measured',
  ],
])('of %d measured neutrals and the control set %o', (done, controlSet, words) => {
  expect(whyNothingIsUsual({ neutrals: { done, failed: 0, total: done }, controlSet })).toBe(words);
});

import { expect, test } from 'vitest';
import { heldAgainst, usualAgainst } from './control-rows.ts';

test.each([
  [0, 0, null, null],
  [4, 0, null, null],
  [5, 0, 'neutral', 'neutral'],
  // Heads are compared with a control set of any size; what is usual it says from five pairs on.
  [0, 4, 'control', null],
  [4, 4, 'control', null],
  [4, 5, 'control', 'control'],
  [5, 4, 'neutral', 'neutral'],
  [5, 40, 'neutral', 'neutral'],
] as const)(
  'with %d fitting neutrals and %d control pairs heads are compared with %s, and usual is what %s says',
  (fitting, controls, compared, usual) => {
    expect(heldAgainst({ fitting, controls })).toBe(compared);
    expect(usualAgainst({ fitting, controls })).toBe(usual);
  },
);

import { expect, it } from 'vitest';
import { pAndQ } from './estimate.ts';

it('says that nothing was tested, and shows what was', () => {
  expect(pAndQ({ p: null, q: null })).toBe('not tested');
  expect(pAndQ({ p: 0.012, q: 0.048 })).toBe('0.012, 0.048');
});

import { expect, test } from 'vitest';
import type { RoleQuality } from '../../../shared/pair-quality.ts';
import { qualityCounts } from './quality-counts.ts';

const noted = (note: RoleQuality['noted'][number]['note'], pairs: number) => ({
  note,
  pairs,
  tokens: 0,
  examples: [],
});
const roles: RoleQuality[] = [
  { role: 'set', measured: 9, noted: [noted('equal', 1), noted('unknown_tokens', 4)], failed: [] },
  {
    role: 'neutral',
    measured: 5,
    noted: [noted('case', 2)],
    failed: [{ code: 'SENTENCE_TOO_LONG', pairs: 3, message: '' }],
  },
];

test('each is counted over pairs, controls and neutrals, and what is not there with 0', () => {
  expect(qualityCounts(roles).map(({ what, count }) => [what, count])).toEqual([
    ['The same tokens on both sides', 3],
    ['One token on both sides', 0],
    ['Unknown tokens', 4],
    ['Could not be measured', 3],
  ]);
  expect(qualityCounts([]).every(({ count }) => count === 0)).toBe(true);
});

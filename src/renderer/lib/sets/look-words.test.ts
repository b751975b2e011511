import { expect, test } from 'vitest';
import { PAIR_LOOKS } from '../../../core/pairs/pair-looks.ts';
import { isWorthSaying } from './look-words.ts';

test('of what pairs may lack nothing is said where none lacks it', () => {
  expect(PAIR_LOOKS.filter((look) => isWorthSaying(look, 0))).toEqual([
    'twice',
    'same_sides',
    'alike',
    'unknown_token',
    'neutral_shape',
  ]);
  expect(PAIR_LOOKS.filter((look) => isWorthSaying(look, 3))).toEqual(PAIR_LOOKS);
});

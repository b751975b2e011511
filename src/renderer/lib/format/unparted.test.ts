import { expect, test } from 'vitest';
import { unparted } from './unparted.ts';

/** With the space at which no line breaks shown as "_". */
const shown = (text: string): string => unparted(text).replaceAll('\u00a0', '_');

test.each([
  ['145 MB', '145_MB'],
  ['about 2 min 5 s', 'about 2_min 5_s'],
  ['less than 1 s', 'less than_1_s'],
  ['some 6 minutes', 'some 6_minutes'],
  ['83 % of them', '83_% of them'],
  ['q ≤ 0.05', 'q_≤_0.05'],
  ['0.31 bits, n = 3', '0.31_bits, n_=_3'],
  ['3 sentences, 2 models', '3 sentences, 2 models'],
  ['L5 H9 of run 3', 'L5 H9 of run 3'],
])('%s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

import { expect, test } from 'vitest';
import { looksOfPair, type LookedAt, type PairLook } from './pair-looks.ts';

const pair = (original: string, counterfactual: string, beside: Partial<LookedAt> = {}): LookedAt => ({
  original,
  counterfactual,
  neutral: null,
  label: null,
  cluster: null,
  ...beside,
});
const none = { neutrals: false, labels: false, clusters: false };
const all = { neutrals: true, labels: true, clusters: true };

test.each<[LookedAt, typeof none, boolean, PairLook[]]>([
  [pair('It rains.', 'It never rains.'), none, false, []],
  [pair('It rains.', 'It never rains.'), none, true, ['twice']],
  [pair('It rains.', 'It rains.'), none, false, ['same_sides']],
  [pair('It rains.', 'it  rains!'), none, false, ['alike']],
  [pair('שלום לך', 'שלום לך.'), none, false, ['alike']],
  [pair('1 2 3', '1 23'), none, false, ['alike']],
  [pair('It rains.', 'It never rains.'), all, false, ['no_neutral', 'no_label', 'no_cluster']],
  [pair('A b.', 'A not b.', { neutral: 'A also b.', label: 'x', cluster: 'y' }), all, false, []],
])('%j', (looked, others, isTwice, looks) => {
  expect(looksOfPair(looked, others, isTwice)).toEqual(looks);
});

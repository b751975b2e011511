import { expect, it } from 'vitest';
import { faithfulWords, nearnessWords } from './words.ts';

it.each([
  [-0.43, 'distances here go with q·k at a rank correlation of 0.430'],
  [0.05, 'distances here say next to nothing of q·k, a rank correlation of −0.050'],
  [
    0.3,
    'distances here run the wrong way, a rank correlation of −0.300: what lies farther off has the larger q·k',
  ],
  [null, 'what distances here say of q·k is undefined'],
])('what is correlated with distance is q·k: %s', (spearman, words) => {
  expect(faithfulWords(spearman)).toBe(words);
});

it.each([
  [0.153, 'The nearer a key lies to a query, the more attention it tends to get'],
  [-0.3, 'The nearer a key lies to a query, the less attention it tends to get'],
  [-0.05, 'How near a key lies to a query says next to nothing of the attention that it gets'],
])('a rank correlation of %d of nearness with q·k is said in words', (correlation, words) => {
  expect(nearnessWords(correlation)).toBe(words);
});

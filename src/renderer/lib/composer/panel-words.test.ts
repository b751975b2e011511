import { expect, test } from 'vitest';
import { panelWords } from './panel-words.ts';

test.each([
  [
    { kind: 'pair-map', runId: 3, pairId: 7, layer: 1, head: 2, map: 'difference' },
    'Pair map · difference · L1 H2 · run 3',
  ],
  [
    { kind: 'head-grid', runId: 1, statistic: 'difference', metric: 'value_cosine', group: '' },
    'Head grid · difference · value cosine · run 1',
  ],
  [{ kind: 'path-map', analysisId: 4, layer: 0 }, 'Path map · L0'],
])('%j is said as %s', (figure, words) => {
  expect(panelWords(figure)).toBe(words);
});

import { expect, test } from 'vitest';
import { panelWords } from './panel-words.ts';

test.each([
  [
    { kind: 'pair-map', runId: 3, pairId: 7, layer: 1, head: 2, map: 'difference' },
    'Map of a pair · difference · L1 H2 · run 3',
  ],
  [
    { kind: 'head-grid', runId: 1, statistic: 'difference', metric: 'value_cosine', group: '' },
    'Map of heads · difference · value cosine · run 1',
  ],
  [
    { kind: 'head-ranking', runId: 1, metric: 'attention_js_divergence' },
    'Ranking of heads · JS divergence · run 1',
  ],
  [{ kind: 'path-map', analysisId: 4, layer: 0 }, 'Map of senders · L0'],
])('%j is said as %s', (figure, words) => {
  expect(panelWords(figure)).toBe(words);
});

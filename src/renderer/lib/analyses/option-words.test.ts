import { expect, test } from 'vitest';
import { choiceTitle, optionTitle, optionValue } from './option-words.ts';

test('options have titles, or their names in words', () => {
  expect(['least', 'countFrom'].map(optionTitle)).toEqual(['Smallest difference of two runs', 'Count from']);
});

test('choices that are metrics are called as the metrics are', () => {
  expect(choiceTitle('attention_js_divergence')).toBe('JS divergence');
  expect(optionValue('attention_js_divergence')).toBe('JS divergence');
  expect(['own-positions', 'pca'].map(choiceTitle)).toEqual(['own positions', 'PCA']);
});

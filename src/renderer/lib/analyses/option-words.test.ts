import { expect, test } from 'vitest';
import { choiceTitle, inSentence, newAnalysisWords, optionTitle, optionValue } from './option-words.ts';

test('options have titles, or their names in words', () => {
  expect(['least', 'countFrom'].map(optionTitle)).toEqual(['Smallest difference of two runs', 'Count from']);
});

test('choices that are metrics are called as the metrics are', () => {
  expect(choiceTitle('attention_js_divergence')).toBe('JS divergence');
  expect(optionValue('attention_js_divergence')).toBe('JS divergence');
  expect(['own-positions', 'pca'].map(choiceTitle)).toEqual(['own positions', 'PCA']);
});

test('-1 is all layers or heads, and a number elsewhere', () => {
  expect(['layer', 'head', 'below'].map((name) => optionValue(-1, name))).toEqual(['all', 'all', '-1']);
});

test('titles within a sentence begin small, abbreviations do not', () => {
  expect(['Logit lens', 'Catalogue of heads', 'QK and OV circuits'].map(inSentence)).toEqual([
    'logit lens',
    'catalogue of heads',
    'QK and OV circuits',
  ]);
});

test('a new analysis is called as a person would say it', () => {
  const titles = ['Induction', 'Logit lens', 'Queries and keys', 'QK and OV circuits', 'Catalogue of heads'];
  expect(titles.map(newAnalysisWords)).toEqual([
    'New induction analysis',
    'New logit lens analysis',
    'New analysis of queries and keys',
    'New analysis of QK and OV circuits',
    'New catalogue of heads',
  ]);
});

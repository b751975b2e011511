import { expect, test } from 'vitest';
import { newAnalysisWords, optionTitle, optionValue } from './option-words.ts';

test('options have titles, or their names in words', () => {
  expect(['least', 'countFrom'].map(optionTitle)).toEqual(['Smallest difference of two runs', 'Count from']);
});

test('choices have words, in forms and in provenance; metrics are called as everywhere', () => {
  expect(optionValue('attention_js_divergence', 'metric')).toBe('JS divergence');
  expect(optionValue(['resid_pre', 'z'], 'hooks')).toBe('Residual stream, Head outputs');
  expect(optionValue('own-positions', 'lift')).toBe('Own positions');
  expect(optionValue('L2H2:space', 'explain')).toBe('L2H2:space');
});

test('what there may be at most is no count of what there is', () => {
  expect(optionValue(1000, 'tokens')).toBe('1,000 at most');
  expect(optionValue('uniform', 'tokens')).toBe('Ordinary, equally often');
});

test('what leaves a layer, a head or a distance open is said so, and a number elsewhere', () => {
  expect(['layer', 'head', 'below'].map((name) => optionValue(-1, name))).toEqual(['all', 'all', '−1']);
  expect(['ownFrom', 'ownTo', 'seed'].map((name) => optionValue(19_999, name))).toEqual([
    '19,999',
    'any',
    '19,999',
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

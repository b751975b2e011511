import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { nameText } from '../../core/bounds.ts';
import { metric, repeated, sortOrder, textAs, threshold, wholeNumber } from './arguments.ts';

test.each([
  ['max_attention_diff>0.3', { metric: 'max_attention_diff', comparison: '>', value: 0.3 }],
  ['value_cosine <= -0.5', { metric: 'value_cosine', comparison: '<=', value: -0.5 }],
  ['attention_js_divergence>=1e-3', { metric: 'attention_js_divergence', comparison: '>=', value: 1e-3 }],
  ['max_attention_diff>control', { metric: 'max_attention_diff', comparison: '>', value: 'control' }],
  [
    '|value_cosine - top_key_overlap| > 0.2',
    { metric: 'value_cosine', minus: 'top_key_overlap', comparison: '>', value: 0.2 },
  ],
])('threshold %s', (text, expected) => {
  expect(threshold(text)).toEqual(expected);
});

test.each([
  'max_attention_diff',
  'max_attention_diff>',
  'max_attention_diff=0.3',
  'nonsense>1',
  '|value_cosine|>1',
  '|value_cosine-nonsense|>1',
  'value_cosine>x',
  'value_cosine>controls',
  '',
])('threshold %j is refused', (text) => {
  expect(() => threshold(text)).toThrow(InvalidArgumentError);
});

test.each([
  ['layer', { by: 'layer', direction: 'asc' }],
  ['attention_js_divergence:desc', { by: 'attention_js_divergence', direction: 'desc' }],
])('sort order %s', (text, expected) => {
  expect(sortOrder(text)).toEqual(expected);
});

test.each(['loudness', 'layer:down', ''])('sort order %j is refused', (text) => {
  expect(() => sortOrder(text)).toThrow(InvalidArgumentError);
});

test('whole numbers are read within their range only', () => {
  const port = wholeNumber(0, 65535);
  expect(port('8080')).toBe(8080);
  for (const text of ['-1', '65536', '80a', '1.5', '', ' 1'])
    expect(() => port(text)).toThrow(InvalidArgumentError);
});

test('a repeated option collects its readings in order', () => {
  const heads = repeated(wholeNumber(0), 2);
  expect(heads('3', heads('1', undefined))).toEqual([1, 3]);
  expect(() => heads('4', [1, 3])).toThrow('it can be given 2 times at most');
});

test('an unknown metric names the known ones', () => {
  expect(() => metric('js')).toThrow(/attention_js_divergence/);
});

test('a text is read as the contract has it', () => {
  const name = textAs(nameText);
  expect(name('  Negation ')).toBe('Negation');
  expect(() => name('x'.repeat(256))).toThrow('it has 256 characters; a name has 255 at most');
  expect(() => name('a\nb')).toThrow('it has a line break or another control character in it');
  expect(() => name(' ')).toThrow('it is empty');
});

import { expect, test } from 'vitest';
import { readTemplate } from '../../../core/templates/template-text.ts';
import { asPairAndNeutral, bracketsOfTwo } from './two-parts.ts';

test('brackets of two parts are told, those that can mean one thing alone are not', () => {
  const templates = [
    'It [not|also] {was}.',
    'It [not|also] is [a {noun}|none].',
    '[not] [|not|also] [is|] it',
  ];
  expect(bracketsOfTwo(templates.map((text) => ({ text })))).toEqual([
    { written: 'not|also', first: 'not', second: 'also' },
    { written: 'a {noun}|none', first: 'a {noun}', second: 'none' },
  ]);
});

test('the other reading has an empty original, and the second part as neutral', () => {
  const bracket = { written: 'not|also', first: 'not', second: 'also' };
  const text = asPairAndNeutral('It is [not|also] red.\nIt was [not|also] old.', bracket);
  expect(text).toBe('It is [|not|also] red.\nIt was [|not|also] old.');
  expect(bracketsOfTwo([{ text: text.split('\n')[0] ?? '' }])).toEqual([]);
  expect(readTemplate('[|not|also]').pieces).toMatchObject([
    { original: [], counterfactual: [{ text: 'not' }], neutral: [{ text: 'also' }] },
  ]);
});

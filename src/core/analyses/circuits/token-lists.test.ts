import { expect, test } from 'vitest';
import { tokenListsCsv } from './token-lists.ts';

test('a line for each token of each list', () => {
  const lists = [
    { label: 'raises', entries: [{ id: 5, text: ' "the"', value: 2 }] },
    { label: 'lowers', entries: [{ id: 6, text: 'a', value: -0.5 }] },
    { label: 'nothing', entries: [] },
  ];
  expect(tokenListsCsv(lists)).toBe('list,id,token,value\nraises,5," ""the""",2\nlowers,6,a,-0.5\n');
});

test('log probabilities, where a list has them', () => {
  const entry = { id: 1, text: 'a', value: 3 };
  const lists = [
    { label: 'follows', entries: [{ ...entry, logProbability: -0.25 }] },
    { label: 'predicts', entries: [{ ...entry, logProbability: null }] },
  ];
  expect(tokenListsCsv(lists)).toBe(
    'list,id,token,value,log_probability\nfollows,1,a,3,-0.25\npredicts,1,a,3,\n',
  );
});

import { expect, test } from 'vitest';
import { rank } from './rank.ts';

const LINES = [
  { text: 'New run' },
  { text: 'New project' },
  { text: 'New negation analysis' },
  { text: 'Import pairs from a file' },
  { text: 'List the keys', note: '?' },
  { text: 'Theme: dark' },
  { text: 'Theme: light' },
  { text: 'Pairs' },
  { text: 'Runs' },
  { text: 'Results' },
  { text: 'Heads' },
  { text: 'Heads of gpt2' },
  { text: 'Model gpt2', note: 'GPT2LMHeadModel' },
  { text: 'Model all-MiniLM-L6-v2', note: 'BertModel' },
  { text: 'Set negation', note: '547 pairs' },
  { text: 'Set שלילה', note: '120 pairs' },
  { text: 'Set décision', note: '12 pairs' },
  { text: 'Run 1', note: 'all-MiniLM-L6-v2 · negation · Done' },
  { text: 'Run 12', note: 'gpt2 · role-swap · Stopped' },
];

const first = (typed: string, count = 1) =>
  rank(typed, LINES)
    .slice(0, count)
    .map(({ text }) => text);

test.each([
  ['head', 'Heads'],
  ['heads', 'Heads'],
  ['dark', 'Theme: dark'],
  ['theme', 'Theme: dark'],
  ['run', 'Run 1'],
  ['run 12', 'Run 12'],
  ['runs', 'Runs'],
  ['new', 'New run'],
  ['nr', 'New run'],
  ['minilm', 'Model all-MiniLM-L6-v2'],
  ['gpt2', 'Model gpt2'],
  ['model gpt', 'Model gpt2'],
  ['neg', 'Set negation'],
  ['new neg', 'New negation analysis'],
  ['negation run', 'Run 1'],
  ['stopped', 'Run 12'],
  ['reslts', 'Results'],
  ['imprt', 'Import pairs from a file'],
  ['file', 'Import pairs from a file'],
  ['שלי', 'Set שלילה'],
  ['decision', 'Set décision'],
  ['RESULTS', 'Results'],
])('%s means %s', (typed, meant) => {
  expect(first(typed)).toEqual([meant]);
});

test('what is not there is not found, and letters that lie scattered are no word', () => {
  expect(first('zzz')).toEqual([]);
  expect(rank('head', LINES).map(({ text }) => text)).toEqual(['Heads', 'Heads of gpt2']);
});

test('every word that is typed must be found', () => {
  expect(first('run banana')).toEqual([]);
});

test('nothing typed, or nothing but signs, leaves all in their order', () => {
  expect(rank('', LINES)).toEqual(LINES);
  expect(rank(' : ', LINES)).toEqual(LINES);
});

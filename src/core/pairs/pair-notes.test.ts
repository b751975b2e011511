import { expect, test } from 'vitest';
import { notesOf, type NotedPair, type TokenizerTraits } from './pair-notes.ts';

const UNKNOWN = 1;
const uncased: TokenizerTraits = { unknownId: UNKNOWN, foldsCase: true };
const cased: TokenizerTraits = { unknownId: UNKNOWN, foldsCase: false };
const bytes: TokenizerTraits = { unknownId: null, foldsCase: false };

test.each<[string, [string | null, string | null], [number[], number[]], TokenizerTraits | null, NotedPair]>([
  [
    'differ',
    ['She ran', 'She sat'],
    [
      [2, 3],
      [2, 4],
    ],
    uncased,
    { notes: [], unknownTokens: 0 },
  ],
  [
    'equal sides',
    ['She ran', 'She ran'],
    [
      [2, 3],
      [2, 3],
    ],
    uncased,
    { notes: ['equal'], unknownTokens: 0 },
  ],
  [
    'equal ids',
    [null, null],
    [
      [2, 3],
      [2, 3],
    ],
    null,
    { notes: ['equal'], unknownTokens: 0 },
  ],
  [
    'case',
    ['Paul ran', 'paul ran'],
    [
      [2, 3],
      [2, 3],
    ],
    uncased,
    { notes: ['case'], unknownTokens: 0 },
  ],
  [
    'case, beside an unknown word',
    ['Paul א', 'paul א'],
    [
      [2, UNKNOWN],
      [2, UNKNOWN],
    ],
    uncased,
    { notes: ['case', 'unknown_tokens'], unknownTokens: 2 },
  ],
  [
    'unknown words that differ in case, where case is kept',
    ['Ж', 'ж'],
    [[UNKNOWN], [UNKNOWN]],
    cased,
    { notes: ['unknown', 'unknown_tokens'], unknownTokens: 2 },
  ],
  [
    'all unknown',
    ['ดี', 'ไม่ดี'],
    [
      [UNKNOWN, UNKNOWN],
      [UNKNOWN, UNKNOWN],
    ],
    uncased,
    { notes: ['unknown', 'unknown_tokens'], unknownTokens: 4 },
  ],
  ['accents', ['café', 'cafe'], [[5], [5]], uncased, { notes: ['normalised'], unknownTokens: 0 }],
  ['one token each', ['Yes', 'No'], [[5], [6]], bytes, { notes: ['one_token'], unknownTokens: 0 }],
  ['one token against two', ['Yes', 'Not so'], [[5], [6, 7]], bytes, { notes: [], unknownTokens: 0 }],
  [
    'an unknown word that is not what changed',
    ['א ran', 'א sat'],
    [
      [UNKNOWN, 3],
      [UNKNOWN, 4],
    ],
    cased,
    { notes: ['unknown_tokens'], unknownTokens: 2 },
  ],
])('%s', (_, texts, ids, tokenizer, expected) => {
  expect(notesOf({ texts, ids }, tokenizer)).toEqual(expected);
});

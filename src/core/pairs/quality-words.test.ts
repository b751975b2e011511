import { expect, test } from 'vitest';
import { failureReasons, failureSentences, noteSentences, pairSentences } from './quality-words.ts';

test('pairs that are the same to the model are counted by why, with what they do to the numbers', () => {
  const noted = [
    { note: 'equal', pairs: 1, tokens: 0 },
    { note: 'case', pairs: 2, tokens: 0 },
    { note: 'unknown_tokens', pairs: 4, tokens: 1234 },
  ] as const;
  expect(noteSentences([{ role: 'set', measured: 120, noted, failed: [] }])).toEqual([
    'In 3 of 120 pairs this tokenizer cannot tell the two sides apart (1 has equal sides, 2 differ in case alone): they count as “no change” at every head and draw the means towards it.',
    '4 of 120 pairs have tokens that the tokenizer does not know, 1,234 in all: to the model all unknown tokens are the same.',
  ]);
});

test('one of a kind is told in the singular', () => {
  const noted = [
    { note: 'unknown', pairs: 1, tokens: 0 },
    { note: 'one_token', pairs: 1, tokens: 0 },
  ] as const;
  expect(noteSentences([{ role: 'control', measured: 1, noted, failed: [] }])).toEqual([
    'In 1 of 1 control this tokenizer cannot tell the two sides apart (1 differs in unknown tokens alone): it counts as “no change” at every head and draws the means towards it.',
    '1 of 1 control is of one token on both sides, which can attend to itself alone: every measure of attention says “no change”, whatever changed.',
  ]);
});

test('nothing is said where nothing is to be said', () => {
  const roles = [{ role: 'set', measured: 3, noted: [], failed: [] }] as const;
  expect(noteSentences(roles)).toEqual([]);
  expect(failureSentences(roles)).toEqual([]);
  expect(pairSentences([])).toEqual([]);
});

test('what cannot be measured is told by its reason', () => {
  const failed = [
    { code: 'TOKENIZER_MISSING', pairs: 120, message: 'the model folder has no tokenizer' },
    { code: 'SENTENCE_TOO_LONG', pairs: 1, message: 'the original has 600 tokens' },
    { code: 'INPUT_INVALID', pairs: 2, message: 'the original has id 500' },
  ];
  expect(failureSentences([{ role: 'set', measured: 0, noted: [], failed }])).toEqual([
    '120 pairs are texts, and the model has no tokenizer, so that it takes token ids alone: they are in no statistic.',
    '1 pair is too long for the model (the original has 600 tokens): it is in no statistic.',
    '2 pairs cannot be measured (for example: the original has id 500): they are in no statistic.',
  ]);
});

test('why nothing was measured is told with what the model takes', () => {
  const tooLong = { code: 'SENTENCE_TOO_LONG', pairs: 2, message: 'the original has 600 tokens' };
  const roles = [{ role: 'set', measured: 0, noted: [], failed: [tooLong] }] as const;
  const reasons = (takes: number | undefined) => failureReasons(roles, { model: 'small', takes });
  expect(reasons(256)).toEqual(['2 pairs are too long for small, which takes up to 256 tokens.']);
  expect(reasons(undefined)).toEqual(['2 pairs are too long for small.']);
  const other = { code: 'INPUT_INVALID', pairs: 1, message: 'the original has id 500' };
  expect(failureReasons([{ ...roles[0], failed: [other] }], { model: 'small', takes: 8 })).toEqual([
    '1 pair could not be measured (the original has id 500).',
  ]);
});

test('a single pair', () => {
  expect(
    pairSentences([
      { note: 'unknown', tokens: 0 },
      { note: 'unknown_tokens', tokens: 2 },
    ]),
  ).toEqual([
    'The tokenizer cannot tell the two apart (the pair differs in unknown tokens alone): it counts as “no change” at every head.',
    '2 tokens are unknown to the tokenizer: to the model all unknown tokens are the same.',
  ]);
});

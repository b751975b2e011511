import { expect, test } from 'vitest';
import { chooseColumns } from './columns.ts';

test.each([
  [['original', 'counterfactual'], 'original', 'counterfactual', null],
  [['Label', 'Counterfactual', 'ORIGINAL'], 'ORIGINAL', 'Counterfactual', 'Label'],
  [['id', 'sentence1', 'sentence2', 'label'], 'sentence1', 'sentence2', 'label'],
  [['sentence_good', 'sentence_bad', 'field', 'UID'], 'sentence_good', 'sentence_bad', 'UID'],
  [['', 'sent_more', 'sent_less', 'bias_type'], 'sent_more', 'sent_less', 'bias_type'],
  [['sent_more', 'sent_less', 'bias_type', 'label'], 'sent_more', 'sent_less', 'label'],
  [['sentence1', 'sentence2', 'original', 'counterfactual', 'UID'], 'original', 'counterfactual', null],
  [['original_ids', 'counterfactual_ids', 'label'], 'original_ids', 'counterfactual_ids', 'label'],
  [['pair_ID', 'sentence_A', 'sentence_B', 'gold_label'], 'sentence_A', 'sentence_B', 'gold_label'],
  [['Sentence A', 'sentence-b'], 'Sentence A', 'sentence-b', null],
  [['gold_label', 'sentence1', 'sentence2'], 'sentence1', 'sentence2', 'gold_label'],
  [['qid1', 'question1', 'question2', 'is_duplicate'], 'question1', 'question2', 'is_duplicate'],
  [['masked_sentences', 'masked_negations'], 'masked_sentences', 'masked_negations', null],
])('finds the columns among %j', (names, original, counterfactual, label) => {
  expect(chooseColumns(names)).toMatchObject({ ok: true, mapping: { original, counterfactual, label } });
});

test.each([
  [['text', 'negated'], 'the file has "text", "negated"'],
  [['original', 'sentence2'], 'no columns named original and counterfactual'],
  [[''], 'none with a name'],
  [['original', 'counterfactual', 'Original'], 'two columns are named "original"'],
  [['original', 'counterfactual', 'label', 'Label'], 'two columns are named "label"'],
  [['original', 'counterfactual', 'cluster', 'Cluster'], 'two columns are named "cluster"'],
  [['A dog ran home.', 'A dog did not run home.'], 'the first line has to name the columns'],
  [['premise', 'hypothesis', 'label'], 'if "premise" and "hypothesis" are the two sides, say so'],
  [Array.from({ length: 40 }, (_, index) => `c${index}`), '"c29" and 10 more'],
])('does not guess among %j', (names, message) => {
  expect(chooseColumns(names)).toEqual({ ok: false, message: expect.stringContaining(message) as string });
});

test.each([
  [['original', 'counterfactual', 'Neutral', 'cluster', 'label'], 'Neutral', 'cluster'],
  [['cluster', 'sentence_good', 'sentence_bad'], null, 'cluster'],
  [['original_ids', 'counterfactual_ids', 'neutral_ids', 'neutral'], 'neutral_ids', null],
])('finds neutral and cluster among %j', (names, neutral, cluster) => {
  expect(chooseColumns(names)).toMatchObject({ ok: true, mapping: { neutral, cluster } });
});

test('takes the columns that a person names', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const mapping = { original: 'c', counterfactual: 'a', neutral: 'e', label: 'b', cluster: 'd' };
  expect(chooseColumns(names, mapping)).toEqual({
    ok: true,
    mapping: { ...mapping, answer: null, wrongAnswer: null, extras: [] },
    columns: {
      original: 2,
      counterfactual: 0,
      neutral: 4,
      label: 1,
      cluster: 3,
      cues: null,
      scope: null,
      answer: null,
      wrongAnswer: null,
      ids: null,
      extras: [],
    },
  });
});

test('what holds no part of a pair is kept, all or what a person wants, under names of its own', () => {
  const names = ['id', 'original', 'counterfactual', '', 'source', 'source', 'answer'];
  const extrasOf = (given: Parameters<typeof chooseColumns>[1]) => {
    const choice = chooseColumns(names, given);
    return choice.ok ? choice.columns.extras : choice.message;
  };
  expect(extrasOf({})).toEqual([
    [0, 'id'],
    [4, 'source'],
    [5, 'source (2)'],
  ]);
  expect(extrasOf({ extras: ['id', 'no longer there'] })).toEqual([[0, 'id']]);
  expect(extrasOf({ extras: [] })).toEqual([]);
  expect(extrasOf({ answer: null, label: 'id' })).toContainEqual([6, 'answer']);
});

test('answers may be in columns of any name', () => {
  const names = ['original', 'counterfactual', 'good', 'bad'];
  expect(chooseColumns(names, { answer: 'good', wrongAnswer: 'bad' })).toMatchObject({
    mapping: { answer: 'good', wrongAnswer: 'bad', extras: [] },
  });
  expect(chooseColumns(names, { wrongAnswer: 'bad' })).toMatchObject({ mapping: { wrongAnswer: null } });
});

test.each([
  [{ original: 'a', counterfactual: 'x', label: null }, 'no column named "x"'],
  [{ original: 'a', counterfactual: 'b', label: 'L' }, 'no column named "L"'],
  [{ original: 'a', counterfactual: 'a', label: null }, '"a" is mapped to both sides'],
  [{ original: 'd', counterfactual: 'a', label: null }, 'two columns are named "d"'],
  [{ original: 'a', counterfactual: 'b', label: null, neutral: 'b' }, '"b" is mapped to the neutral and'],
  [{ original: 'a', counterfactual: 'b', label: null, cluster: 'x' }, 'no column named "x"'],
])('refuses the mapping %j', (mapping, message) => {
  expect(chooseColumns(['a', 'b', 'd', 'd'], { neutral: null, cluster: null, ...mapping })).toEqual({
    ok: false,
    message: expect.stringContaining(message) as string,
  });
});

test('what a person says goes before names, and what they do not say is found by name', () => {
  const names = ['sentence1', 'sentence2', 'label', 'kind', 'cluster'];
  expect(chooseColumns(names, { label: 'kind' })).toMatchObject({
    mapping: { original: 'sentence1', counterfactual: 'sentence2', label: 'kind', cluster: 'cluster' },
  });
  expect(chooseColumns(names, { label: null, cluster: null })).toMatchObject({
    mapping: { original: 'sentence1', label: null, cluster: null },
  });
  expect(chooseColumns(names, { original: 'SENTENCE2', counterfactual: 'sentence1' })).toMatchObject({
    mapping: { original: 'sentence2', counterfactual: 'sentence1', label: 'label', cluster: 'cluster' },
  });
});

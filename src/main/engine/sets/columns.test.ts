import { expect, test } from 'vitest';
import { findColumns, mappedColumns } from './columns.ts';

test.each([
  [['original', 'counterfactual'], 'original', 'counterfactual', null],
  [['Label', 'Counterfactual', 'ORIGINAL'], 'ORIGINAL', 'Counterfactual', 'Label'],
  [['id', 'sentence1', 'sentence2', 'label'], 'sentence1', 'sentence2', 'label'],
  [['sentence_good', 'sentence_bad', 'field', 'UID'], 'sentence_good', 'sentence_bad', 'UID'],
  [['', 'sent_more', 'sent_less', 'bias_type'], 'sent_more', 'sent_less', 'bias_type'],
  [['sent_more', 'sent_less', 'bias_type', 'label'], 'sent_more', 'sent_less', 'label'],
  [['sentence1', 'sentence2', 'original', 'counterfactual', 'UID'], 'original', 'counterfactual', null],
  [['original_ids', 'counterfactual_ids', 'label'], 'original_ids', 'counterfactual_ids', 'label'],
])('finds the columns among %j', (names, original, counterfactual, label) => {
  expect(findColumns(names)).toMatchObject({ ok: true, mapping: { original, counterfactual, label } });
});

test.each([
  [['text', 'negated'], 'the file has "text", "negated"'],
  [['original', 'sentence2'], 'no columns named original and counterfactual'],
  [[''], 'none with a name'],
  [['original', 'counterfactual', 'Original'], 'two columns are named "original"'],
  [['original', 'counterfactual', 'label', 'Label'], 'two columns are named "label"'],
])('does not guess among %j', (names, message) => {
  expect(findColumns(names)).toEqual({ ok: false, message: expect.stringContaining(message) as string });
});

test('takes the columns that a person names', () => {
  const names = ['a', 'b', 'c'];
  const mapping = { original: 'c', counterfactual: 'a', label: 'b' };
  expect(mappedColumns(names, mapping)).toEqual({
    ok: true,
    mapping,
    columns: { original: 2, counterfactual: 0, label: 1, ids: null },
  });
});

test.each([
  [{ original: 'a', counterfactual: 'x', label: null }, 'no column named "x"'],
  [{ original: 'a', counterfactual: 'b', label: 'L' }, 'no column named "L"'],
  [{ original: 'a', counterfactual: 'a', label: null }, '"a" is mapped to both sides'],
  [{ original: 'd', counterfactual: 'a', label: null }, 'two columns are named "d"'],
])('refuses the mapping %j', (mapping, message) => {
  expect(mappedColumns(['a', 'b', 'd', 'd'], mapping)).toEqual({
    ok: false,
    message: expect.stringContaining(message) as string,
  });
});

import { expect, test } from 'vitest';
import { importedWords } from './text-words.ts';

const none = { count: 0, first: [] };
const nothing = {
  mapping: null,
  unused: [],
  windows: null,
  moreWindows: false,
  duplicates: none,
  blanks: none,
};

test('what an import took, and what it left out, in words', () => {
  expect(importedWords(null)).toEqual([]);
  expect(importedWords(nothing)).toEqual([]);
  expect(
    importedWords({
      ...nothing,
      mapping: { text: 'verse', label: 'book' },
      unused: ['id'],
      blanks: { count: 2, first: [3, 7] },
    }),
  ).toEqual(['columns: text = verse, label = book; not used: id', '2 empty rows left out (lines 3, 7)']);
  // A column that is called as what it holds is named once.
  expect(importedWords({ ...nothing, mapping: { text: 'text', label: 'label' } })).toEqual([
    'columns: text, label',
  ]);
  expect(
    importedWords({
      ...nothing,
      windows: { unit: 'words', size: 50, most: 1000 },
      moreWindows: true,
      duplicates: { count: 1, first: [4] },
    }),
  ).toEqual([
    'the first 1,000 windows of up to 50 words',
    'the file goes on after the last of them',
    '1 duplicate left out (line 4)',
  ]);
});

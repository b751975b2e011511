import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asTable, pairsOf, pastedColumns, pastedTable } from './pasted-table.ts';

test.each<[string, string[][]]>([
  [
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['one', [['one']]],
  [
    'a\t\n\tb\n\n\n',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['"a\tb"\t"say ""no"""\nc', [['a\tb', 'say "no"'], ['c']]],
  ['"No," he said\tx', [['"No," he said', 'x']]],
  ['"never closed\tx', [['"never closed', 'x']]],
  ['', []],
])('reads %j', (text, rows) => {
  expect(pastedTable(text)).toEqual(rows);
});

test('what is copied is pasted as it was', () => {
  const cell = fc.string({ unit: 'grapheme' });
  const row = fc
    .array(cell, { minLength: 2, maxLength: 3 })
    .filter((cells) => cells.some((text) => text.trim() !== ''));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
      expect(pastedTable(asTable(rows))).toEqual(rows);
    }),
  );
});

test('columns are told by a first row of names, or stand as in the grid', () => {
  const shown = ['original', 'counterfactual', 'neutral', 'label'] as const;
  const named = [
    ['Label', 'Counterfactual', 'Original', 'Wrong answer'],
    ['x', 'B.', 'A.', 'y'],
  ];
  const { columns, hasHeader } = pastedColumns(named, shown);
  expect(hasHeader).toBe(true);
  expect(pairsOf(named.slice(1), columns)).toEqual([
    { label: 'x', counterfactual: 'B.', original: 'A.', wrongAnswer: 'y' },
  ]);
  expect(pastedColumns([['A.', 'B.', 'C.', 'x', 'y']], shown)).toEqual({
    hasHeader: false,
    columns: ['original', 'counterfactual', 'neutral', 'label', null],
  });
  expect(pastedColumns([['x']], shown, 3).columns).toEqual(['label']);
});

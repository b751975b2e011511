import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asTable, pairsOf, pastedColumns, pastedTable, readPasted } from './pasted-table.ts';

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

test.each([
  ['characters', 'a'.repeat(500_001), '500,001 characters; 500,000 are the most. Import it as a file.'],
  ['rows', 'a\n'.repeat(10_001), 'More than 10,000 rows. Import them as a file.'],
  [
    'columns',
    'a\tb\n' + '\t'.repeat(400_000) + 'x',
    '400,001 columns; 100 are the most. Import it as a file.',
  ],
  ['a cell', `a\tb\nc\t${'d'.repeat(20_001)}`, 'A cell of row 2 has 20,001 characters; 20,000 are the most.'],
])('too much is refused with the reason: %s', (_, text, refused) => {
  expect(readPasted(text)).toEqual({ refused });
});

test('what no pair can have is left out of what is pasted, and said to be', () => {
  expect(readPasted('n\0o\tye\ud83ds\r\n')).toEqual({
    rows: [['no', 'ye\ufffds']],
    note: 'NUL characters were left out.',
  });
  expect(readPasted('a\tb')).toEqual({ rows: [['a', 'b']], note: null });
});

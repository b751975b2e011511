import { expect, test } from 'vitest';
import { editsOver } from './pasted-over.ts';

test('every column of a row is put over a pair, and only as many pairs as there are rows', () => {
  const rows = [
    ['never', 'x', 'spare', 'y'],
    ['', 'z', 'spare', ''],
  ];
  expect(editsOver([7, 8, 9], rows, ['label', 'column:source', null, 'column:note'])).toEqual([
    {
      id: 7,
      patch: {
        label: 'never',
        extras: [
          ['source', 'x'],
          ['note', 'y'],
        ],
      },
    },
    {
      id: 8,
      patch: {
        label: null,
        extras: [
          ['source', 'z'],
          ['note', null],
        ],
      },
    },
  ]);
  expect(editsOver([7], rows, ['original'])).toEqual([{ id: 7, patch: { original: 'never' } }]);
});

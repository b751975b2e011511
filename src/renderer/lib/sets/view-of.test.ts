import { expect, test } from 'vitest';
import { z } from 'zod';
import { MOST } from '../../../core/bounds.ts';
import { withoutColumn } from './grid-order.ts';
import { VIEW_FIELDS, VIEW_QUERY } from './view-address.ts';
import { viewOf } from './view-of.ts';

const shown = z.object(VIEW_FIELDS).parse({});

test('what is no column (any more) is left out of the order, and the others stay', () => {
  const then = [
    { by: 'never a column', descending: false },
    { by: 'cluster', descending: true },
  ];
  expect(viewOf({ ...shown, sort: 'label', then })).toMatchObject({
    sort: 'label',
    then: [{ by: 'cluster', descending: true }],
  });
  expect(viewOf({ ...shown, sort: 'never a column', then })).toMatchObject({ sort: 'position', then: [] });
});

test('an address has no more columns to sort by than are sorted by', () => {
  const query = new URLSearchParams(
    ['label', 'cluster', 'original', 'neutral', 'answer', 'tokens'].map((by) => ['then', `asc:${by}`]),
  );
  expect(VIEW_QUERY.then.read(query)).toHaveLength(MOST.sortKeys - 1);
});

test('without a column the order is that of the others', () => {
  const key = (by: string) => ({ by, descending: true });
  const order = { sort: 'label', descending: false, then: [key('tokens'), key('cluster')] };
  expect(withoutColumn('tokens', order)).toEqual({ ...order, then: [key('cluster')] });
  expect(withoutColumn('label', order)).toEqual({ sort: 'tokens', descending: true, then: [key('cluster')] });
  expect(withoutColumn('answer', order)).toEqual(order);
});

import { expect, test } from 'vitest';
import { byLastUse } from './by-last-use.ts';

test('projects are listed by when something was last done in them', () => {
  const [old, newer, newest] = ['2026-11-01', '2026-11-20', '2026-11-20'].map((day, at) => ({
    id: at + 1,
    lastUsedAt: `${day}T10:00:00.000Z`,
  }));
  expect(byLastUse([old!, newer!, newest!]).map(({ id }) => id)).toEqual([3, 2, 1]);
  expect(
    byLastUse([{ ...old!, lastUsedAt: '2026-11-21T10:00:00.000Z' }, newest!]).map(({ id }) => id),
  ).toEqual([1, 3]);
});

import { expect, test } from 'vitest';
import { resultsRoom } from './room.ts';
import type { RouteOf } from '../navigation/route.ts';
import { filterAct, isSameFilter } from './filter-acts.ts';

type Results = RouteOf<'results'>;
const route = (parts: object): Results => ({
  room: 'results',
  ...resultsRoom.address.schema.parse({ projectId: 1, runId: 4, ...parts }),
});
const whole = route({});
const never = route({ filter: { labels: ['never'] } });

test('it is said of which run the filter is, and what it is now', () => {
  const place = { now: () => null, go: () => undefined };
  expect(filterAct(whole, never, place).what).toBe('filter of run 4: never');
  expect(filterAct(never, whole, place).what).toBe('filter of run 4: nothing is left out');
});

test('undone it is as before, and what was chosen beside it since stays', async () => {
  let now: Results | null = { ...never, group: 'rows', at: 300 };
  const act = filterAct(whole, never, { now: () => now, go: (to) => (now = to) });
  await act.undo();
  expect(now).toEqual({ ...whole, group: 'rows' });
  await act.redo();
  expect(now).toEqual({ ...never, group: 'rows' });
});

test.each([
  ['elsewhere', null],
  ['at the results of another run', route({ runId: 5, group: 'heads' })],
])('%s it leads back to the results that it is of', async (_, now) => {
  let went: Results | null = null;
  await filterAct(whole, never, { now: () => now, go: (to) => (went = to) }).undo();
  expect(went).toEqual(whole);
});

test('filters are the same whatever is left out of them by name', () => {
  expect(isSameFilter(whole.filter, { ...whole.filter, labels: undefined })).toBe(true);
  expect(isSameFilter(whole.filter, never.filter)).toBe(false);
  const expression = { ...whole.filter, regex: true as const };
  expect(isSameFilter(whole.filter, expression)).toBe(true);
  expect(isSameFilter({ ...whole.filter, search: 'a.' }, { ...expression, search: 'a.' })).toBe(false);
});

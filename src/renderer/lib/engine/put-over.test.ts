import { QueryClient } from '@tanstack/svelte-query';
import { expect, test } from 'vitest';
import { putOver } from './put-over.ts';

test('an answer that was on its way does not come over what was put', async () => {
  const cache = new QueryClient();
  const queryKey = ['draft', 1];
  cache.setQueryData(queryKey, 'first');
  const answer = Promise.withResolvers<string>();
  const asked = cache.fetchQuery({ queryKey, queryFn: () => answer.promise });
  putOver(cache, queryKey, 'typed');
  answer.resolve('older');
  await asked;
  await new Promise(setImmediate);
  expect(cache.getQueryData(queryKey)).toBe('typed');
  expect(cache.getQueryState(queryKey)).toMatchObject({ fetchStatus: 'idle', isInvalidated: false });
});

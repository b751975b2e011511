import type { QueryClient, QueryKey } from '@tanstack/svelte-query';

/** Puts what this window has written in the place of what is cached; an answer that is on its way is older, and is not waited for. */
export function putOver<Data>(cache: QueryClient, queryKey: QueryKey, data: Data): void {
  // It is over when this returns; only who waits for it is told later.
  void cache.cancelQueries({ queryKey, exact: true });
  cache.setQueryData(queryKey, data);
}

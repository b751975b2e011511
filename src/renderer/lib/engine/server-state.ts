/** What the engine knows, cached: queries and mutations over the contract. */
import { ORPCError } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { MutationCache, QueryClient } from '@tanstack/svelte-query';
import { toasts } from '../../ui/toasts.svelte.ts';
import { client } from './client.ts';
import { describeError } from '../errors/describe-error.ts';

/** `createQuery(() => orpc.projects.list.queryOptions())`; `orpc.sets.key()` names all queries about sets. */
export const orpc = createTanstackQueryUtils(client);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What this window changes, its mutations invalidate, and what others change, changes.ts.
      staleTime: 30_000,
      // An error that the engine returned would come again; a connection that was lost may be back.
      retry: (failures, error) => !(error instanceof ORPCError) && failures < 2,
      networkMode: 'always',
      // By default a component is told of changes only to the fields it has read. In `a.isError || b.isError` the second
      // is not read until the first is false, and would be stale then.
      notifyOnChangeProps: 'all',
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      // A form that shows its own errors says so with `meta: { ownErrors: true }`.
      if (mutation.meta?.['ownErrors'] === true) return;
      showError(error);
    },
  }),
});

/**
 * Asks again for what is shown of runs, or of analyses, but for the sentences that say what each has found: an engine reads and
 * compares all of a run for one of these, and they change only with its statistics.
 */
export function invalidateButFindings(part: 'runs' | 'analyses'): Promise<void> {
  return queryClient.invalidateQueries({
    queryKey: orpc[part].key(),
    predicate: ({ queryKey }) => !isFinding(queryKey),
  });
}

/** @param queryKey of oRPC: the path of the procedure, and what it was asked */
function isFinding([path]: readonly unknown[]): boolean {
  return Array.isArray(path) && path.at(-1) === 'finding';
}

/** For an error that no part of the screen shows; returns the number of the message. */
export function showError(error: unknown): number {
  const { title, message, next } = describeError(error);
  return toasts.show(title, {
    tone: 'error',
    detail: [message, next].filter((part) => part !== '').join(' '),
  });
}

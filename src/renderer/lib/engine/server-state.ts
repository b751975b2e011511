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
      // The store changes through this window, whose mutations say what they made stale.
      staleTime: 30_000,
      // What the engine refused it would refuse again; a connection that broke off may be back.
      retry: (failures, error) => !(error instanceof ORPCError) && failures < 2,
      networkMode: 'always',
      // Otherwise a field that is first read after its answer came (the last of several in a condition) is read stale.
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

/** For an error that no part of the screen shows. */
export function showError(error: unknown): void {
  const { title, message, next } = describeError(error);
  toasts.show(title, { tone: 'error', detail: [message, next].filter((part) => part !== '').join(' ') });
}

/** Keeps what is shown in step with what other windows change in the same workspace. */
import { client } from './client.ts';
import { followFeed } from './follow-feed.ts';
import { orpc, queryClient } from './server-state.ts';

/** Listens until `signal` aborts. What was missed while there was no connection, the feed of jobs makes up for. */
export function followChanges(signal: AbortSignal): Promise<void> {
  return followFeed(
    {
      name: 'the feed of changes',
      open: (aborting) => client.workspace.changes(undefined, { signal: aborting }),
      take: (part) => void queryClient.invalidateQueries({ queryKey: orpc[part].key() }),
      startOver: () => undefined,
    },
    signal,
  );
}

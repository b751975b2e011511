/** What a person has begun and not finished, kept with the workspace: it is there in the next window and the next session. */
import type { Draft, DraftPlace } from '../../../shared/drafts.ts';
import { client } from './client.ts';
import { putOver } from './put-over.ts';
import { orpc, queryClient, showError } from './server-state.ts';

/** It is asked for once: what this window writes is here at once, and what others write, they tell. */
export function draftQuery(place: DraftPlace) {
  const query = orpc.drafts.get.queryOptions({ input: place });
  return {
    ...query,
    // What this window has written goes first, or an answer from before it would come over it.
    queryFn: async (): Promise<Draft> => {
      send(keyOf(place));
      await sending;
      return client.drafts.get(place);
    },
    staleTime: Infinity,
  };
}

/** ms without a change, after which what is typed is sent. */
const TYPED = 300;

interface Unsent {
  readonly place: DraftPlace;
  readonly text: string | null;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}
const unsent = new Map<string, Unsent>();
/** One after the other, so that the last word stays. */
let sending: Promise<void> = Promise.resolve();
let isRefused = false;

/** Takes the place of what was kept. @param text null: nothing is begun any more @param soon it comes letter by letter: only what stays for a moment is sent */
export function keepDraft(place: DraftPlace, text: string | null, { soon = false } = {}): void {
  const draft: Draft = { text };
  putOver(queryClient, draftQuery(place).queryKey, draft);
  const key = keyOf(place);
  clearTimeout(unsent.get(key)?.timer);
  const timer = soon ? setTimeout(() => send(key), TYPED) : undefined;
  unsent.set(key, { place, text, timer });
  if (!soon) send(key);
}

/** Everything that was typed is sent, and answered: before something is done by which a person may go on. */
export async function draftsAreKept(): Promise<void> {
  for (const key of [...unsent.keys()]) send(key);
  await sending;
}

const keyOf = ({ of, id }: DraftPlace): string => `${of} ${id}`;

function send(key: string): void {
  const kept = unsent.get(key);
  if (kept === undefined) return;
  unsent.delete(key);
  clearTimeout(kept.timer);
  sending = sending
    .then(() => client.drafts.save({ ...kept.place, text: kept.text }))
    .then(
      () => {
        isRefused = false;
      },
      (error: unknown) => {
        // Said once, not with every letter.
        if (!isRefused) showError(error);
        isRefused = true;
      },
    );
}

// What was typed last is sent before the window is left.
window.addEventListener('pagehide', () => {
  for (const key of [...unsent.keys()]) send(key);
});

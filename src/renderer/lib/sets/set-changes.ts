/** Changes of a set's pairs, each of which can be taken back by Ctrl+Z. */
import { capitalised } from '../../../core/capitalised.ts';
import { isolated } from '../../../core/isolated.ts';
import type { SetChangeRequest, SetChangeResult } from '../../../shared/set-pairs.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { showDone, undoStack } from '../engine/undo.ts';
import { countOf } from '../format/format.ts';

/** How a change is told: not at all where it is seen in its place, or in a message. */
type Told = 'quietly' | 'loudly';

/** Told of rows that were taken out and of those that were put in, of edits each in the place of the one before. */
type Follower = (taken: readonly number[], put: readonly number[]) => void;
const followers = new Set<Follower>();

/** Tells of each change of pairs that is made, taken back or made again in this window. @returns what ends it */
export function followPairs(follower: Follower): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

function tell(taken: readonly number[], put: readonly number[]): void {
  for (const follow of followers) follow(taken, put);
}

/**
 * Changes pairs, and what is shown of them.
 * @param onchanged called at once, before what is shown is fetched anew
 * @throws ORPCError as the engine says
 */
export async function changePairs(
  request: SetChangeRequest,
  told: Told,
  onchanged: (result: SetChangeResult) => void = () => undefined,
): Promise<SetChangeResult> {
  try {
    return await undoStack.during(async () => {
      const done = await client.sets.change(request);
      onchanged(done);
      const { changeId, what, leftOut, taken, put } = done;
      tell(taken, put);
      if (changeId === null) return done;
      const act = {
        what,
        undo: () => client.sets.undoChange({ changeId }).then(() => tell(put, taken)),
        redo: () => client.sets.redoChange({ changeId }).then(() => tell(taken, put)),
      };
      if (told === 'loudly') showDone(capitalised(what), act, leftOutWords(leftOut));
      else undoStack.push(act);
      return done;
    });
  } finally {
    // Also of a change that failed: a part of it may be done.
    const fetched = queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
    // What is seen in its place is waited for.
    if (told === 'quietly') await fetched;
  }
}

/** The same where nobody waits for it: what goes wrong is shown. @returns null then */
export async function tryToChange(
  request: SetChangeRequest,
  told: Told,
  onchanged?: (result: SetChangeResult) => void,
): Promise<SetChangeResult | null> {
  try {
    return await changePairs(request, told, onchanged);
  } catch (error) {
    showError(error);
    return null;
  }
}

/** '2 pairs left out (3: the neutral is the original; 7: it has been changed or removed since)'; undefined where nothing is. */
export function leftOutWords({ count, first }: SetChangeResult['leftOut']): string | undefined {
  if (count === 0) return undefined;
  const shown = first.slice(0, 3).map(({ row, why }) => `${row}: ${why}`);
  const more = count > shown.length ? '; …' : '';
  return `${countOf(count, 'pair')} left out (${shown.join('; ')}${more})`;
}

/** Of pairs that a new set has once, because they are the same. */
export function duplicatesWords(count: number): string | undefined {
  return count === 0 ? undefined : `${countOf(count, 'duplicate')} left out.`;
}

/** Makes a set of pairs, which can be taken back. @returns its id @throws ORPCError as the engine says */
export async function saveAsSet(
  { projectId, name, description = '' }: { projectId: number; name: string; description?: string },
  ids: number[],
): Promise<number> {
  const madeId = await undoStack.during(async () => {
    const { set, duplicates } = await client.sets.copyPairs({ projectId, name, description, ids });
    const { id } = set;
    showDone(
      `Set “${isolated(name)}” has ${countOf(set.pairCount, 'pair')}`,
      {
        what: `set “${isolated(name)}”`,
        undo: () => client.sets.remove({ id }),
        redo: () => client.sets.restore({ id }),
      },
      duplicatesWords(duplicates),
    );
    return id;
  });
  await queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
  return madeId;
}

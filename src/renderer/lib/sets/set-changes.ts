/** Changes of a set's pairs, each of which can be taken back by Ctrl+Z. */
import { isolated } from '../../../core/isolated.ts';
import type { SetChangeRequest, SetChangeResult } from '../../../shared/set-pairs.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { showDone, undoStack } from '../engine/undo.ts';
import { capitalised, countOf } from '../format/format.ts';

/** How a change is told: not at all where it is seen in its place, or in a message. */
type Told = 'quietly' | 'loudly';

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
      const { changeId, what, leftOut } = done;
      if (changeId === null) return done;
      const act = {
        what,
        undo: () => client.sets.undoChange({ changeId }),
        redo: () => client.sets.redoChange({ changeId }),
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
      duplicates === 0 ? undefined : `${countOf(duplicates, 'duplicate')} left out.`,
    );
    return id;
  });
  await queryClient.invalidateQueries({ queryKey: orpc.sets.key() });
  return madeId;
}

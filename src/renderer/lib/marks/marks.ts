/** Notes and pins of a project: finding that of a thing, and changing it so that it can be taken back. */
import type { Mark, MarkedThing, MarkWords } from '../../../shared/marks.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { undoStack } from '../engine/undo.ts';
import { keyOf, thingWords } from './mark-words.ts';

export type MarkOf = (thing: MarkedThing) => Mark | undefined;

export const marksQuery = (projectId: number) => orpc.marks.list.queryOptions({ input: { projectId } });

/** To look up what is kept of a thing; nothing is known of any before they have come. */
export function marksByThing(marks: readonly Mark[] | undefined): MarkOf {
  const byKey = new Map(marks?.map((mark) => [keyOf(mark), mark]));
  return (thing) => byKey.get(keyOf(thing));
}

/** Puts words and pin in the place of what was there. */
export async function changeMark(projectId: number, thing: MarkedThing, words: MarkWords): Promise<void> {
  try {
    await undoStack.during(async () => {
      const before = await client.marks.set({ projectId, thing, ...words });
      undoStack.push({
        what: `${before.note === words.note ? (words.pinned ? 'pinned' : 'unpinned') : 'note on'} ${thingWords(thing)}`,
        undo: () => client.marks.set({ projectId, thing, ...before }),
        redo: () => client.marks.set({ projectId, thing, ...words }),
      });
    });
  } catch (error) {
    showError(error);
  }
  await Promise.all(
    [orpc.marks.key(), orpc.results.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

/** Views of a room under a name, saved and removed so that it can be taken back. */
import { isolated } from '../../../core/isolated.ts';
import type { NewView, SavedView } from '../../../shared/saved-views.ts';
import { client } from './client.ts';
import { orpc, queryClient, showError } from './server-state.ts';
import { removeWithUndo, showDone } from './undo.ts';

/**
 * @param word what it is called: "View"
 * @param before the view that has the name already, whose query is put back by Undo
 */
export async function saveNamedView(
  word: string,
  view: NewView,
  before: SavedView | undefined,
): Promise<void> {
  const save = (query: string) => client.views.save({ ...view, query });
  try {
    const { id } = await save(view.query);
    const what = `${word} “${isolated(view.name)}” ${before === undefined ? 'saved' : 'replaced'}`;
    const undo = () => (before === undefined ? client.views.remove({ id }) : save(before.query));
    const redo = () => (before === undefined ? client.views.restore({ id }) : save(view.query));
    // It is of this room alone.
    showDone(what, { what, undo, redo }, undefined, false);
    await queryClient.invalidateQueries({ queryKey: orpc.views.key() });
  } catch (error) {
    showError(error);
  }
}

export function removeNamedView(word: string, { id, name }: SavedView): Promise<void> {
  return removeWithUndo({
    what: `${word} “${isolated(name)}”`,
    remove: () => client.views.remove({ id }),
    restore: () => client.views.restore({ id }),
  });
}

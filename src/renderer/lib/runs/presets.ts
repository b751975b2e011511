/** Options of a run under a name: views of the room of new runs, of which the options alone are kept. */
import { isolated } from '../../../core/isolated.ts';
import type { RunOptions } from '../../../shared/entities.ts';
import type { SavedView } from '../../../shared/saved-views.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { removeWithUndo, showDone } from '../engine/undo.ts';
import { optionsQuery } from './options-query.ts';

export function presetsOf(projectId: number): { projectId: number; room: string } {
  return { projectId, room: 'new-run' };
}

/** @param before the preset that has the name already, whose options are put back by Undo */
export async function savePreset(
  projectId: number,
  name: string,
  options: RunOptions,
  before: SavedView | undefined,
): Promise<void> {
  const of = presetsOf(projectId);
  const save = (query: string) => client.views.save({ ...of, name, query });
  try {
    const { id } = await save(optionsQuery(options));
    const what = `Preset “${isolated(name)}” saved`;
    const undo = () => (before === undefined ? client.views.remove({ id }) : save(before.query));
    const redo = () => (before === undefined ? client.views.restore({ id }) : save(optionsQuery(options)));
    // It is of this form alone.
    showDone(what, { what, undo, redo }, undefined, false);
    await queryClient.invalidateQueries({ queryKey: orpc.views.key() });
  } catch (error) {
    showError(error);
  }
}

export function removePreset({ id, name }: SavedView): Promise<void> {
  return removeWithUndo({
    what: `Preset “${isolated(name)}”`,
    remove: () => client.views.remove({ id }),
    restore: () => client.views.restore({ id }),
  });
}

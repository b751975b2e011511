/** Options of a run under a name: views of the room of new runs, of which the options alone are kept. */
import type { RunOptions } from '../../../shared/entities.ts';
import type { SavedView } from '../../../shared/saved-views.ts';
import { removeNamedView, saveNamedView } from '../engine/named-views.ts';
import { optionsQuery } from './options-query.ts';

export function presetsOf(projectId: number): { projectId: number; room: string } {
  return { projectId, room: 'new-run' };
}

/** @param before the preset that has the name already, whose options are put back by Undo */
export function savePreset(
  projectId: number,
  name: string,
  options: RunOptions,
  before: SavedView | undefined,
): Promise<void> {
  return saveNamedView('Preset', { ...presetsOf(projectId), name, query: optionsQuery(options) }, before);
}

export function removePreset(preset: SavedView): Promise<void> {
  return removeNamedView('Preset', preset);
}

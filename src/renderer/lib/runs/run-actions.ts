/** What can be done to a run, from the list and from its page. */
import type { Run } from '../../../shared/entities.ts';
import { client } from '../engine/client.ts';
import { invalidateButFindings, showError } from '../engine/server-state.ts';
import { removeWithUndo } from '../engine/undo.ts';

/** Starts or resumes. */
export function startRun(id: number): Promise<void> {
  return change(() => client.runs.start({ id }));
}

/** Measures again what is damaged of it. */
export function repairRun(id: number): Promise<void> {
  return change(() => client.runs.repair({ id }));
}

export function cancelRun(id: number): Promise<void> {
  return change(() => client.runs.cancel({ id }));
}

export function removeRun({ id }: Run, onremoved: () => void = () => undefined): Promise<void> {
  return removeWithUndo({
    what: `Run ${id}`,
    remove: () => client.runs.remove({ id }),
    restore: () => client.runs.restore({ id }),
    onremoved,
  });
}

async function change(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showError(error);
  }
  await invalidateButFindings('runs');
}

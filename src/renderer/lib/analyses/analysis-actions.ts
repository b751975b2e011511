/** What can be done to an analysis. */
import type { Analysis } from '../../../shared/analyses.ts';
import { client } from '../engine/client.ts';
import { orpc, queryClient, showError } from '../engine/server-state.ts';
import { removeWithUndo } from '../engine/undo.ts';

/** Starts or resumes. */
export function startAnalysis(id: number): Promise<void> {
  return change(() => client.analyses.start({ id }));
}

export function cancelAnalysis(id: number): Promise<void> {
  return change(() => client.analyses.cancel({ id }));
}

export function removeAnalysis({ id }: Analysis, title: string, onremoved: () => void): Promise<void> {
  return removeWithUndo({
    what: `${title} ${id}`,
    remove: () => client.analyses.remove({ id }),
    restore: () => client.analyses.restore({ id }),
    onremoved,
  });
}

async function change(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    showError(error);
  }
  await queryClient.invalidateQueries({ queryKey: orpc.analyses.key() });
}

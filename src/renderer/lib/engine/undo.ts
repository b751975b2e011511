/** Removing things so that it can be taken back. */
import { toasts } from '../../ui/toasts.svelte.ts';
import { queryClient, showError } from './server-state.ts';

interface Removal {
  /** Named in the message: `Project “Negation study”`. */
  readonly what: string;
  readonly remove: () => Promise<unknown>;
  readonly restore: () => Promise<unknown>;
  /** Called once it is removed: to leave its page. */
  readonly onremoved?: () => void;
}

/** Removes at once, and offers Undo for a while. */
export async function removeWithUndo({ what, remove, restore, onremoved }: Removal): Promise<void> {
  try {
    await remove();
  } catch (error) {
    showError(error);
    return;
  }
  onremoved?.();
  await queryClient.invalidateQueries();
  toasts.show(`${what} removed`, { action: { label: 'Undo', run: () => void undo(what, restore) } });
}

async function undo(what: string, restore: () => Promise<unknown>): Promise<void> {
  try {
    await restore();
    await queryClient.invalidateQueries();
    toasts.show(`${what} is back`);
  } catch (error) {
    showError(error);
  }
}

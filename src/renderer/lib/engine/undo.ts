/** Doing things so that they can be taken back: by Ctrl+Z, or for a while from the message that says what was done. */
import { ORPCError } from '@orpc/client';
import { isolated } from '../../../core/isolated.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { queryClient, showError } from './server-state.ts';
import { type Act, UndoStack } from './undo-stack.svelte.ts';

/** Why something cannot be taken back or done again, not now and not later: a sentence. */
export class CannotBeDone extends Error {}

/** Of all that is done in this window. */
export const undoStack = new UndoStack({
  undone: (act) => told(act, `Undone: ${act.what}`),
  redone: (act) => told(act, `Done again: ${act.what}`),
  failed(error) {
    if (error instanceof CannotBeDone) {
      toasts.show('This cannot be undone or done again', { tone: 'error', detail: error.message });
      return false;
    }
    showError(error);
    // What the engine refused it refuses again; a connection that was lost may be back.
    return !(error instanceof ORPCError);
  },
});

/** The message that says that something was done, and the last one that says that something was undone. */
const messages = new WeakMap<Act, number>();
let lastTold = 0;

async function told(act: Act, text: string): Promise<void> {
  // What a message said is not so any more.
  toasts.dismiss(messages.get(act) ?? 0);
  toasts.dismiss(lastTold);
  lastTold = toasts.show(text);
  await queryClient.invalidateQueries();
}

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
    await undoStack.during(async () => {
      await remove();
      showDone(`${what} removed`, { what: `${what} removed`, undo: restore, redo: remove });
    });
  } catch (error) {
    showError(error);
    return;
  }
  onremoved?.();
  await queryClient.invalidateQueries();
}

/**
 * Something has been done: says so, with Undo beside it.
 * @param goesAlong whether it is said still where the person goes next; Ctrl+Z undoes it anywhere
 */
export function showDone(text: string, act: Act, detail?: string, goesAlong = true): void {
  undoStack.push(act);
  const id = toasts.show(text, {
    action: { label: 'Undo', run: () => void undoStack.undo(act) },
    goesAlong,
    ...(detail !== undefined && { detail }),
  });
  messages.set(act, id);
}

/** What a person calls something. */
interface About {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

/**
 * Gives something another name and description, which Ctrl+Z takes back.
 * @param what follows “name of”: “set”
 * @throws ORPCError as the engine says
 */
export function renameWithUndo(
  what: string,
  { id, name, description }: About,
  after: About,
  update: (about: About) => Promise<About>,
): Promise<void> {
  return undoStack.during(async () => {
    const stored = await update(after);
    if (stored.name === name && stored.description === description) return;
    undoStack.push({
      what: `name of ${what} “${isolated(name)}”`,
      undo: () => update({ id, name, description }),
      redo: () => update({ id, name: stored.name, description: stored.description }),
    });
  });
}

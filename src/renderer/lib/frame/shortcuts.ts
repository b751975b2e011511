/** Which key does what: the frame's first, then those of the view that is open. */
import { dialogs } from '../../ui/dialogs.svelte.ts';
import { slots } from '../slots/slots.svelte.ts';
import { ACTIONS, REDO, SEARCH_HERE, UNDO } from './actions.ts';
import { capOf, capsOf, isFree, isWithCtrl, undoKeyOf } from './keys.ts';

/** Handles a key pressed anywhere in the window. */
export function handleKey(event: KeyboardEvent): void {
  const run = actionOf(event);
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const withCtrl = ACTIONS.find(({ key }) => key !== undefined && isWithCtrl(event, key));
  if (withCtrl !== undefined) return withCtrl.run;
  // Also where the focus was lost, and the key goes to no dialog.
  if (dialogs.isOpen) return undefined;
  const undoKey = undoKeyOf(event);
  if (undoKey !== null) return (undoKey === 'undo' ? UNDO : REDO).run;
  if (!isFree(event)) return undefined;
  const ofFrame = ACTIONS.find(({ key }) => key?.key === event.key && key.ctrl !== true);
  return (ofFrame ?? slots.keys.findLast(({ key, run }) => key === event.key && run !== undefined))?.run;
}

interface ListedKey {
  readonly caps: readonly string[];
  readonly what: string;
}

/**
 * The keys that work in every view, for the list of keys.
 * @param hasSearch whether the view has something to search in
 */
export function keysEverywhere(hasSearch: boolean): ListedKey[] {
  const ofFrame = ACTIONS.flatMap((action) =>
    action.key === undefined || (action === SEARCH_HERE && !hasSearch)
      ? []
      : [{ caps: capsOf(action.key), what: action.what }],
  );
  // Answered by the menu or dialog that is open.
  return [
    ...ofFrame,
    { caps: ['Ctrl', 'Z'], what: UNDO.what },
    { caps: ['Ctrl', 'Shift', 'Z'], what: REDO.what },
    { caps: [capOf('Escape')], what: 'Close what is open' },
  ];
}

/** The keys of the view that is open, for the list of keys. */
export function keysOfView(): ListedKey[] {
  return slots.keys.map(({ key, what, note, caps = [capOf(key)] }) => ({
    caps,
    what: note === undefined ? what : `${what}, ${note}`,
  }));
}

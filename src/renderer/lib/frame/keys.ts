/** Keys: how they are written on the screen, and how it is decided whether one was pressed. */
import { isTyping, undoKeyIn } from '../engine/undo-keys.ts';

export interface Key {
  /** `KeyboardEvent.key`: 'j', 'ArrowLeft', 'Enter'. */
  readonly key: string;
  /** Together with Ctrl, or Cmd on a Mac. Such a key works also while typing and in dialogs. */
  readonly ctrl?: boolean;
}

/** As the keycaps show it: ['Ctrl', 'K']. */
export function capsOf({ key, ctrl = false }: Key): string[] {
  return ctrl ? ['Ctrl', key.toUpperCase()] : [capOf(key)];
}

/** As a keycap shows a single key. */
export function capOf(key: string): string {
  const caps: Record<string, string> = {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
    ' ': 'Space',
  };
  return caps[key] ?? key;
}

/** For `aria-keyshortcuts`: 'Control+K'. */
export function ariaKeyOf({ key, ctrl = false }: Key): string {
  return ctrl ? `Control+${key.toUpperCase()}` : key;
}

/** Whether a single key was pressed that is not meant for an input, a dialog, a menu or a choice. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !isTyping(event.target) && !isInDialog(event.target) && !movesChoice(event) && !presses(event);
}

/** Whether this key was pressed together with Ctrl or Cmd. */
export function isWithCtrl(event: KeyboardEvent, { key, ctrl = false }: Key): boolean {
  return ctrl && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === key;
}

/** Whether it asks to undo, or to do again: not while typing, where it is about what is typed, and not in a dialog. */
export function undoKeyOf(event: KeyboardEvent): 'undo' | 'redo' | null {
  return isInDialog(event.target) ? null : undoKeyIn(event);
}

/** The arrow keys move between the choices of a radio group. */
function movesChoice({ key, target }: KeyboardEvent): boolean {
  return key.startsWith('Arrow') && target instanceof Element && target.matches('input[type=radio]');
}

/** Enter and space press what has the focus. */
function presses({ key, target }: KeyboardEvent): boolean {
  return (key === 'Enter' || key === ' ') && target instanceof Element && target.closest(PRESSED) !== null;
}

const PRESSED = 'button, a[href], summary, select, input, [role=button], [role=link], [role=tab]';

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null;
}

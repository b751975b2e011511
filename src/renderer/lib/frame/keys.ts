/** Keys: how they are written on keycaps, and how a pressed one is told. */
export interface Key {
  /** `KeyboardEvent.key`: 'j', 'ArrowLeft', 'Enter'. */
  readonly key: string;
  /** With Ctrl, or the command key of a Mac: works also while one types or has a dialog open. */
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

/** Whether a single key was pressed, and it is the view's or the frame's to answer: nobody is typing or choosing. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !isTyping(event.target) && !isInDialog(event.target) && !movesChoice(event);
}

/** Whether a key is pressed together with Ctrl, or with the command key of a Mac. */
export function isWithCtrl(event: KeyboardEvent, { key, ctrl = false }: Key): boolean {
  return ctrl && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), select, textarea'))
  );
}

/** The arrow keys move between the choices of a radio group. */
function movesChoice({ key, target }: KeyboardEvent): boolean {
  return key.startsWith('Arrow') && target instanceof Element && target.matches('input[type=radio]');
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu]') !== null;
}

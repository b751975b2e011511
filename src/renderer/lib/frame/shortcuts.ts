/** Which key does what, everywhere. */
import { slots, type ViewKey } from '../slots/slots.svelte.ts';
import { frame } from './frame.svelte.ts';

/** Marks the input that `/` goes to: `<TextInput data-search />`. */
const SEARCH = '[data-search]';

/** The keys that work in every view, as the list of keys shows them. */
export const GLOBAL_KEYS: readonly { keys: readonly string[]; what: string }[] = [
  { keys: ['Ctrl', 'K'], what: 'Search or do anything' },
  { keys: ['/'], what: 'Search in this view' },
  { keys: ['?'], what: 'List the keys' },
  { keys: ['Esc'], what: 'Close what is open' },
];

/** Handles a key pressed anywhere in the window. */
export function handleKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    frame.paletteOpen = !frame.paletteOpen;
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || isInDialog(event.target) || movesChoice(event)) return;
  if (event.key === '?') frame.keysOpen = true;
  else if (event.key === '/') focusSearch();
  else if (!runViewKey(event.key)) return;
  event.preventDefault();
}

/** As a keycap shows it. */
export function keyCap(key: ViewKey['key']): string {
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

function runViewKey(key: string): boolean {
  const found = slots.keys.findLast((candidate) => candidate.key === key);
  found?.run();
  return found !== undefined;
}

/** Puts the cursor into the view's search. */
export function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>(SEARCH);
  search?.focus();
  search?.select();
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

/** The keys of a list of lines: up and down by one, by a page, to either end, and opening the one that is selected. */
import type { ViewKey } from '../slots/slots.svelte.ts';

const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -20,
  PageDown: 20,
  Home: -Infinity,
  End: Infinity,
};

export interface ListOfLines {
  /** The selected line. */
  readonly at: number;
  /** Lines that there are. */
  readonly count: number;
  readonly select: (line: number) => void;
  readonly open: (line: number) => void;
}

/** Does what the key is for; buttons, links and separators within the list keep theirs. */
export function listKey(event: KeyboardEvent, { at, count, select, open }: ListOfLines): void {
  if (event.target instanceof Element && event.target.closest('button, a, [role=separator]') !== null) return;
  const step = STEPS[event.key];
  if (event.key === 'Enter') open(at);
  else if (step !== undefined) select(Math.min(Math.max(at + step, 0), Math.max(0, count - 1)));
  else return;
  event.preventDefault();
}

interface LineKeys {
  readonly next: string;
  readonly before: string;
  readonly open: string;
}

/**
 * The keys of a list that work wherever the focus is: `j` and `k` give it to the list, so that Enter and the arrows go to it.
 * @param words what they do, for the list of keys
 */
export function lineKeys(
  words: LineKeys,
  list: () => ListOfLines & { readonly focus: () => void },
): ViewKey[] {
  const step = (by: number) => (): void => {
    const { at, select, focus } = list();
    focus();
    select(at + by);
  };
  const open = (): void => {
    const { at, open: openLine } = list();
    openLine(at);
  };
  return [
    { key: 'j', what: words.next, run: step(1) },
    { key: 'k', what: words.before, run: step(-1) },
    { key: 'o', what: words.open, run: open },
    { key: 'Enter', what: words.open, run: open },
  ];
}

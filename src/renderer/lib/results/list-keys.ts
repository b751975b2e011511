/** The keys of a list of lines: up and down by one, by a page, to either end, and opening the one that is selected. */
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

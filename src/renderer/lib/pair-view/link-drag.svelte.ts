/** A token that is dragged to its counterpart: by mouse, pen or finger. */
import { chipOfText } from './hold.svelte.ts';
import type { ChipAt } from './token-focus.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drag {
  readonly from: ChipAt;
  /** The token of the other statement that is under the pointer. */
  readonly over: ChipAt | null;
  /** Of the line, px from the corner of the rows: the middle of the token, and the pointer. */
  readonly start: Point;
  readonly end: Point;
}

/** px: less is a click. */
const FAR_ENOUGH = 4;
/** px from an edge of what is wider than its place, and how far it moves then. */
const EDGE = 28;
const SCROLL = 14;

export class LinkDrag {
  /** null: nothing is dragged. */
  now = $state.raw<Drag | null>(null);
  readonly #ondrop: (from: ChipAt, to: ChipAt | null) => void;
  #listening: AbortController | null = null;

  constructor(ondrop: (from: ChipAt, to: ChipAt | null) => void) {
    this.#ondrop = ondrop;
  }

  /** @param rows both statements, inside of what scrolls (`data-scroller`) */
  press(event: PointerEvent, rows: HTMLElement): void {
    const chip = chipElement(event.target);
    const from = chipOf(chip);
    if (event.button !== 0 || !event.isPrimary || chip === null || from === null) return;
    this.cancel();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const at = { x: event.clientX, y: event.clientY };
    const { pointerId } = event;
    const moved = (next: PointerEvent): void => {
      if (next.pointerId !== pointerId) return;
      const isFar = Math.hypot(next.clientX - at.x, next.clientY - at.y) >= FAR_ENOUGH;
      if (this.now === null && !isFar) return;
      scrollAtEdge(rows.closest<HTMLElement>('[data-scroller]'), next.clientX);
      this.now = dragOf(from, chip, rows, next);
    };
    const dropped = (next: PointerEvent): void => {
      if (next.pointerId !== pointerId) return;
      const drag = this.now;
      this.cancel();
      // On the token itself it was a click, or nothing.
      if (drag !== null && chipElement(elementAt(next)) !== chip) this.#ondrop(from, drag.over);
    };
    window.addEventListener('pointermove', moved, { signal });
    window.addEventListener('pointerup', dropped, { signal });
    window.addEventListener('pointercancel', () => this.cancel(), { signal });
  }

  cancel(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.now = null;
  }
}

function dragOf(from: ChipAt, chip: Element, rows: HTMLElement, event: PointerEvent): Drag {
  const corner = rows.getBoundingClientRect();
  const box = chip.getBoundingClientRect();
  const other = chipOf(chipElement(elementAt(event)));
  return {
    from,
    over: other === null || other.side === from.side ? null : other,
    start: {
      x: box.left + box.width / 2 - corner.left,
      y: (from.side === 'original' ? box.bottom : box.top) - corner.top,
    },
    end: { x: event.clientX - corner.left, y: event.clientY - corner.top },
  };
}

/** Where the finger is: its events go to where it began. */
function elementAt({ clientX, clientY }: PointerEvent): Element | null {
  return document.elementFromPoint(clientX, clientY);
}

function chipElement(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-chip]') : null;
}

export function chipOf(target: EventTarget | null): ChipAt | null {
  return chipOfText(chipElement(target)?.dataset['chip']);
}

function scrollAtEdge(scroller: HTMLElement | null, x: number): void {
  if (scroller === null) return;
  const { left, right } = scroller.getBoundingClientRect();
  if (x < left + EDGE) scroller.scrollLeft -= SCROLL;
  else if (x > right - EDGE) scroller.scrollLeft += SCROLL;
}

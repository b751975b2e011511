/** A row of many buttons as one stop of the Tab key: arrows, Home and End go along it. */

/** Where a key leads from a place in a row of so many; null for a key that leads nowhere. */
export function alongRow(key: string, at: number, count: number, direction: 'ltr' | 'rtl'): number | null {
  const forward = direction === 'ltr' ? 'ArrowRight' : 'ArrowLeft';
  const to =
    key === 'Home'
      ? 0
      : key === 'End'
        ? count - 1
        : key === 'ArrowLeft' || key === 'ArrowRight'
          ? at + (key === forward ? 1 : -1)
          : null;
  return to === null ? null : Math.min(count - 1, Math.max(0, to));
}

export class OneStop {
  #at = $state.raw(0);
  /** A click on a button leaves the arrows to the view: they go from head to head. */
  #isByKey = false;

  /** Of the button at a place in a row of so many. */
  tabindexOf(place: number, count: number): 0 | -1 {
    return place === Math.min(this.#at, count - 1) ? 0 : -1;
  }

  /** For `onfocusin` of the row. */
  focused = (event: FocusEvent & { readonly currentTarget: HTMLElement }): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement)) return;
    const at = buttonsOf(event.currentTarget).indexOf(target);
    if (at < 0) return;
    this.#at = at;
    this.#isByKey = target.matches(':focus-visible');
  };

  /** For `onpointerdown` of the row: a click on the button that keys have led to gives the arrows back, too. */
  pointed = (): void => {
    this.#isByKey = false;
  };

  /** For `onkeydown` of the row. */
  pressed(
    event: KeyboardEvent & { readonly currentTarget: HTMLElement },
    direction: 'ltr' | 'rtl' = 'ltr',
  ): void {
    if (!this.#isByKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = buttonsOf(event.currentTarget);
    const at = buttons.findIndex((button) => button === event.target);
    const to = at < 0 ? null : alongRow(event.key, at, buttons.length, direction);
    if (to === null) return;
    event.preventDefault();
    buttons[to]?.focus();
  }
}

function buttonsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll('button')];
}

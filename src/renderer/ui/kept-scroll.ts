/**
 * How far what scrolls was scrolled at each entry of the browser's history: Back, Forward and a reload return to it. The
 * browser does so for the whole page alone, and the frame does not scroll. An entry is told by its number.
 */

/** Places that are remembered, the latest; each is a number. */
const MOST = 1000;
const KEY = 'pairlens.scroll';

/** What a person does that scrolls, or may. */
const ACTS = ['wheel', 'pointerdown', 'touchstart', 'keydown'] as const;

/** What the page has of a window. */
type Page = Pick<Window, 'addEventListener' | 'sessionStorage'>;

export class KeptScroll {
  #entry = 0;
  #isReturning = false;
  /** By entry and name of what scrolls. */
  readonly #places = new Map<string, number>();
  readonly #arrivals = new Set<() => void>();

  /** Whether an entry was come back to, and the person has done nothing there yet: what has come is put where it was. */
  get isReturning(): boolean {
    return this.#isReturning;
  }

  /** Takes over what the page remembered before it was loaded again. */
  start(page: Page): void {
    for (const line of keptLines(page.sessionStorage.getItem(KEY))) {
      const [name, place] = Array.isArray(line) ? (line as unknown[]) : [];
      if (typeof name === 'string' && typeof place === 'number') this.#places.set(name, place);
    }
    page.addEventListener('pagehide', () =>
      page.sessionStorage.setItem(KEY, JSON.stringify([...this.#places])),
    );
    for (const act of ACTS)
      page.addEventListener(act, () => (this.#isReturning = false), { capture: true, passive: true });
  }

  /**
   * Call before the screen shows what the entry is of.
   * @param isNew nobody was there before: one begins at the top, but where the place is the same as that of the entry before
   *   nothing scrolls
   */
  arrive(entry: number, { isNew, isSamePlace }: { isNew: boolean; isSamePlace: boolean }): void {
    if (entry === this.#entry) return;
    const before = `${this.#entry} `;
    this.#entry = entry;
    this.#isReturning = !isNew;
    if (isNew && isSamePlace) {
      for (const [name, place] of [...this.#places])
        if (name.startsWith(before)) this.#keep(`${entry} ${name.slice(before.length)}`, place);
    } else for (const arrived of this.#arrivals) arrived();
  }

  /** Where what has this name was when the entry was left; undefined where it is not come back to, or had not been scrolled. */
  placeToReturnTo(name: string): number | undefined {
    return this.#isReturning ? this.#places.get(`${this.#entry} ${name}`) : undefined;
  }

  keepPlace(name: string, place: number): void {
    this.#keep(`${this.#entry} ${name}`, place);
  }

  /** An attachment for an element that scrolls. What it shows comes bit by bit: it is put where it was at each change. */
  keeps(name: string): (scroller: HTMLElement) => () => void {
    return (scroller) => {
      const put = () => {
        const place = this.placeToReturnTo(name);
        if (place === undefined) return changes.disconnect();
        if (Math.abs(scroller.scrollTop - place) >= 1) scroller.scrollTop = place;
      };
      const changes = new MutationObserver(put);
      const arrived = () => {
        changes.observe(scroller, { subtree: true, childList: true, attributes: true, characterData: true });
        scroller.scrollTop = 0;
        put();
      };
      const scrolled = () => {
        if (this.placeToReturnTo(name) === undefined) this.keepPlace(name, scroller.scrollTop);
        else put();
      };
      this.#arrivals.add(arrived);
      scroller.addEventListener('scroll', scrolled, { passive: true });
      // A picture that has come makes room without a change of the tree.
      scroller.addEventListener('load', put, { capture: true });
      arrived();
      return () => {
        changes.disconnect();
        this.#arrivals.delete(arrived);
        scroller.removeEventListener('scroll', scrolled);
        scroller.removeEventListener('load', put, { capture: true });
      };
    };
  }

  #keep(name: string, place: number): void {
    this.#places.delete(name);
    this.#places.set(name, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST && oldest !== undefined) this.#places.delete(oldest);
  }
}

/** What is broken is nothing: it is about where a view was. */
function keptLines(text: string | null): readonly unknown[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

export const keptScroll = new KeptScroll();

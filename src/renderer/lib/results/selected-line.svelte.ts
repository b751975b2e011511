/** The line of a list that is selected: moved at once, written into the address when it has come to rest. */
import { navigation } from '../navigation/navigation.svelte.ts';
import type { RouteOf } from '../navigation/route.ts';

/** ms; a key that is held moves on faster than addresses may be written. */
const REST = 200;

export class SelectedLine {
  readonly #route: () => RouteOf<'results'>;
  #at = $derived.by(() => this.#route().at);
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(route: () => RouteOf<'results'>) {
    this.#route = route;
  }

  get at(): number {
    return this.#at;
  }

  /** @param count lines that there are */
  select(line: number, count: number): void {
    this.#at = Math.min(Math.max(line, 0), Math.max(0, count - 1));
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.write(), REST);
  }

  /** At once: before something else is opened, so that Back returns to it. */
  write(): void {
    clearTimeout(this.#resting);
    const route = this.#route();
    if (route.at !== this.#at) navigation.go({ ...route, at: this.#at }, { replace: true });
  }

  stop(): void {
    clearTimeout(this.#resting);
  }
}

/** The present route, kept in the URL hash, and moves between routes. */
import { replaceEqualDeep } from '@tanstack/svelte-query';
import type { AnyRoom, Here } from './room.ts';
import { isolated } from '../../../core/isolated.ts';
import { keptScroll } from '../../ui/kept-scroll.ts';
import { toasts } from '../../ui/toasts.svelte.ts';
import { formatRoute, parseRoute, readRoute } from './rooms.ts';
import { projectOf, runOf, type Room, type Route, type RouteInput, type RouteOf } from './route.ts';

class Navigation {
  /** In the order in which they are listed; empty until `start`. */
  rooms: readonly AnyRoom[] = [];
  /** null where the hash names no view. */
  route = $state.raw<Route | null>(null);
  /** The last one that is no page of the documentation, to which its pages lead back; null before there is one. */
  beforeDocs = $state.raw<Route | null>(null);
  /** Counts the places that were come to: what the address has before its `?` tells one from another. */
  visit = $state(0);
  readonly here: Here = $derived({
    route: this.route,
    projectId: projectOf(this.route),
    runId: runOf(this.route),
    lastIn: <R extends Room>(room: R, projectId: number) => this.#lastIn(room, projectId),
  });

  /** The last route in each room, so that the rail leads back to a view as it was left. */
  #left = new Map<Room, Route>();
  #place = '';
  /** Of the window's address, as it was come to. */
  #hash = '';
  /** The last number that an entry of the browser's history got; those of the page before it was loaded again are lower. */
  #entries = Date.now();

  /** Takes the rooms that there are, and goes where the window's address leads. */
  start(rooms: readonly AnyRoom[]): void {
    this.rooms = rooms;
    keptScroll.start(window);
    this.#follow();
    window.addEventListener('hashchange', () => this.#follow());
  }

  /** Goes to a route. With `replace` the browser's history gets no new entry, as while typing into a search. */
  go(target: RouteInput, { replace = false } = {}): void {
    // The person has gone elsewhere already, of which the browser tells in a moment: what is written down late is of the place before.
    if (replace && window.location.hash !== this.#hash) return;
    const hash = formatRoute(this.rooms, target);
    if (replace) window.history.replaceState(window.history.state, '', hash);
    else if (hash !== window.location.hash) window.history.pushState(null, '', hash);
    this.#arrive(parseRoute(this.rooms, hash));
  }

  /**
   * What is to be done at the end of something that takes its time: it is not done where the person has gone to another
   * place meanwhile.
   */
  later<Made extends readonly unknown[]>(act: (...made: Made) => void): (...made: Made) => void {
    const { visit } = this;
    return (...made) => {
      if (this.visit === visit) act(...made);
    };
  }

  /** The route a room was left at in a project, if it was open since the workbench started. */
  #lastIn<R extends Room>(room: R, projectId: number): RouteOf<R> | undefined {
    const left = this.#left.get(room);
    return left?.room === room && projectOf(left) === projectId ? (left as RouteOf<R>) : undefined;
  }

  /** Goes where the window's address leads. What of it means nothing is said, and is no part of the address any more. */
  #follow(): void {
    const read = readRoute(this.rooms, window.location.hash);
    if (read !== null && read.leftOut.length > 0) {
      window.history.replaceState(window.history.state, '', formatRoute(this.rooms, read.route));
      toasts.show(
        `Part of this address means nothing here and was left out: ${read.leftOut.map(isolated).join(', ')}.`,
        {
          goesAlong: true,
        },
      );
    }
    this.#arrive(read?.route ?? null);
  }

  /** The present entry of the browser's history, by its number; a new one gets one. */
  #entry(isSamePlace: boolean): Parameters<typeof keptScroll.arrive> {
    const state: unknown = window.history.state;
    const known = typeof state === 'object' && state !== null && 'entry' in state ? state.entry : null;
    if (typeof known === 'number') return [known, { isNew: false, isSamePlace }];
    const entry = ++this.#entries;
    window.history.replaceState({ entry }, '');
    return [entry, { isNew: true, isSamePlace }];
  }

  #arrive(route: Route | null): void {
    // What is as it was stays the same object, so that only what reads something else is worked out and drawn again.
    const next = route === null ? null : replaceEqualDeep(this.route, route);
    if (next !== null) this.#left.set(next.room, next);
    if (next !== null && next.room !== 'docs') this.beforeDocs = next;
    const place = window.location.hash.split('?', 1)[0] ?? '';
    const isSamePlace = place === this.#place;
    keptScroll.arrive(...this.#entry(isSamePlace));
    this.route = next;
    if (!isSamePlace) this.visit++;
    this.#place = place;
    this.#hash = window.location.hash;
  }
}

export const navigation = new Navigation();

/** For `<a href>`: a link that can be opened, copied and read. */
export function href(target: RouteInput): string {
  return formatRoute(navigation.rooms, target);
}

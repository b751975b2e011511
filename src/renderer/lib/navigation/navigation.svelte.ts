/** The present route, kept in the URL hash, and moves between routes. */
import { formatRoute, parseRoute, type Room, type Route, type RouteInput, type RouteOf } from './route.ts';

class Navigation {
  /** null where the hash names no view. */
  route = $state.raw<Route | null>(parseRoute(window.location.hash));

  /** The last route in each room of the present project, so that the rail returns to a view as it was left. */
  #left = new Map<Room, Route>();

  constructor() {
    window.addEventListener('hashchange', () => {
      this.#arrive(parseRoute(window.location.hash));
    });
  }

  /** Goes to a route. `replace` keeps the present step of the history (typing into a filter makes no new steps). */
  go(target: RouteInput, { replace = false } = {}): void {
    const hash = formatRoute(target);
    if (replace) window.history.replaceState(null, '', hash);
    else if (hash !== window.location.hash) window.history.pushState(null, '', hash);
    this.#arrive(parseRoute(hash));
  }

  /** The route a room was left at in a project, if it was open since the workbench started. */
  lastIn<R extends Room>(room: R, projectId: number): RouteOf<R> | undefined {
    const left = this.#left.get(room);
    return left?.room === room && 'projectId' in left && left.projectId === projectId
      ? (left as RouteOf<R>)
      : undefined;
  }

  #arrive(next: Route | null): void {
    if (next !== null) this.#left.set(next.room, next);
    this.route = next;
  }
}

export const navigation = new Navigation();

/** For `<a href>`: a link that can be opened, copied and read. */
export const href = formatRoute;

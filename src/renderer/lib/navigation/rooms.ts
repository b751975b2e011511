/** Finding the room that an address or a route is of. */
import { formatAddress, parseAddress, parseWhatFits } from './address.ts';
import type { AnyRoom } from './room.ts';
import type { Route, RouteInput } from './route.ts';

/** The route that a hash names; null where it names none. Where two rooms could read it, the first of the list does. */
export function parseRoute(rooms: readonly AnyRoom[], hash: string): Route | null {
  for (const { address } of rooms) {
    const route = parseAddress(address, hash);
    // It was parsed by the room's schema, so it is a route of that room.
    if (route !== null) return route as Route;
  }
  return null;
}

/** A hash as a route, and the fields that are not in it though the hash says something of them, which means nothing. */
export interface ReadRoute {
  readonly route: Route;
  readonly leftOut: readonly string[];
}

/** The same of a hash that somebody may have written or kept long: where no room knows all that it says, without the rest. */
export function readRoute(rooms: readonly AnyRoom[], hash: string): ReadRoute | null {
  const route = parseRoute(rooms, hash);
  if (route !== null) return { route, leftOut: [] };
  for (const { address } of rooms) {
    const read = parseWhatFits(address, hash);
    if (read !== null) return { route: read.route as Route, leftOut: read.leftOut };
  }
  return null;
}

/** The hash of a route, with its `#`. Fields that have their default value are left out. */
export function formatRoute(rooms: readonly AnyRoom[], target: RouteInput): string {
  return formatAddress(roomOf(rooms, target).address, target);
}

export function roomOf(rooms: readonly AnyRoom[], { room }: Pick<Route, 'room'>): AnyRoom {
  const found = rooms.find(({ address }) => address.room === room);
  if (found === undefined) throw new Error(`there is no room ${room}`);
  return found;
}

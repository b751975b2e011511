/** Finding the room that an address or a route is of. */
import { formatAddress, parseAddress } from './address.ts';
import type { AnyRoom } from './room.ts';
import type { Route, RouteInput } from './route.ts';

/** The route that a hash names; null where it names none. Of two rooms that would take it, the first. */
export function parseRoute(rooms: readonly AnyRoom[], hash: string): Route | null {
  for (const { address } of rooms) {
    const route = parseAddress(address, hash);
    // What was read by the schema of a room is a route of it.
    if (route !== null) return route as Route;
  }
  return null;
}

/** The hash of a route, from `#` on; what is at its default is left out. */
export function formatRoute(rooms: readonly AnyRoom[], target: RouteInput): string {
  return formatAddress(roomOf(rooms, target).address, target);
}

export function roomOf(rooms: readonly AnyRoom[], { room }: Pick<Route, 'room'>): AnyRoom {
  const found = rooms.find(({ address }) => address.room === room);
  if (found === undefined) throw new Error(`there is no room ${room}`);
  return found;
}

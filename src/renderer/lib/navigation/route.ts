/**
 * Where a person is: the whole state of a view, as its address says it. The types follow from the list of rooms in
 * src/renderer/rooms.ts, which declares the global interface `RoomRegistry`. This file cannot import the list, because
 * the rooms' views import this file.
 */
import type { RouteAt, RouteInputAt } from './address.ts';

type Addresses = RoomRegistry['rooms'][number]['address'];

export type Route = RouteAt<Addresses>;
/** A route as code writes it: what has a default may be left out. */
export type RouteInput = RouteInputAt<Addresses>;
export type Room = Route['room'];
export type RouteOf<R extends Room> = Extract<Route, { room: R }>;

/** The project that a route is in. */
export function projectOf(route: Route | null): number | undefined {
  return route !== null && 'projectId' in route ? route.projectId : undefined;
}

/** The run that a route shows something of. */
export function runOf(route: Route | null): number | undefined {
  return route !== null && 'runId' in route ? route.runId : undefined;
}

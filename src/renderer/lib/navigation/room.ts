/** What a feature declares of its room, for the frame to show: in one file of its folder, `room.ts`. */
import type { LucideIcon } from '@lucide/svelte';
import type { Component } from 'svelte';
import type { Question } from '../engine/answers.svelte.ts';
import type { orpc } from '../engine/server-state.ts';
import type { Address, RouteAt } from './address.ts';
import type { Room, Route, RouteInput, RouteOf } from './route.ts';

/** What rooms ask the engine through; handed to them, so that declaring a room connects to nothing. */
export type Engine = typeof orpc;

/** Where a person is, for what leads elsewhere from there. */
export interface Here {
  /** null at an address that leads nowhere. */
  readonly route: Route | null;
  readonly projectId: number | undefined;
  readonly runId: number | undefined;
  /** The route that a room of a project was left at. */
  readonly lastIn: <R extends Room>(room: R, projectId: number) => RouteOf<R> | undefined;
}

/** Something that is said with the help of an answer of the engine; `undefined` until there is one. */
export interface Asked<Said> {
  readonly query: Question<unknown>;
  readonly say: (answer: unknown) => Said;
}

export function asked<Answer, Said>(
  query: Question<Answer>,
  say: (answer: Answer | undefined) => Said,
): Asked<Said> {
  return { query, say: (answer) => say(answer as Answer | undefined) };
}

export function isAsked<Said>(thing: Said | Asked<Said>): thing is Asked<Said> {
  return typeof thing === 'object' && thing !== null && 'say' in thing;
}

/** A step of the breadcrumb. */
export interface Crumb {
  readonly text: string;
  /** In grey behind it. */
  readonly note?: string | undefined;
  readonly to?: RouteInput;
  readonly mono?: boolean;
}

/** A line of the command palette that leads somewhere. */
export interface CommandLine {
  /** Unique, and what typing is matched against. */
  readonly text: string;
  readonly note?: string;
  readonly to: RouteInput;
}

export interface CommandSection {
  /** Sections of the same heading are shown as one. */
  readonly heading: string;
  readonly lines: readonly CommandLine[] | Asked<readonly CommandLine[]>;
}

/** An entry of the rail on the left. */
export interface RailEntry {
  readonly word: string;
  readonly icon: LucideIcon;
  /** null where a project has to be opened first. */
  readonly target: (here: Here) => RouteInput | null;
}

export interface RoomDefinition<A extends Address> {
  readonly address: A;
  /** Loaded when the room is first entered, or before, when there is time. */
  readonly view: () => Promise<{ readonly default: Component<{ route: RouteAt<A> }> }>;
  /** From the outermost; the window's title says them too. An answer may say that there is no such step: null. */
  readonly crumbs: (route: RouteAt<A>, engine: Engine) => readonly (Crumb | Asked<Crumb | null>)[];
  /** The room's entry of the rail, or the room whose entry is marked while a person is in this one. */
  readonly rail?: RailEntry | Room;
  /** What the command palette offers of this room from anywhere. */
  readonly commands?: (here: Here, engine: Engine) => readonly CommandSection[];
}

/** A room of the list, where it is not known which. */
export interface AnyRoom {
  readonly address: Address;
  readonly view: () => Promise<{ readonly default: Component<{ route: never }> }>;
  readonly crumbs: (route: never, engine: Engine) => readonly (Crumb | Asked<Crumb | null>)[];
  readonly rail?: RailEntry | Room;
  readonly commands?: RoomDefinition<Address>['commands'];
}

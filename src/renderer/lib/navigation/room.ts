/** What a feature declares about its room, in the `room.ts` of its folder. The frame shows it. */
import type { LucideIcon } from '@lucide/svelte';
import type { Component } from 'svelte';
import type { Question } from '../engine/answers.svelte.ts';
import type { orpc } from '../engine/server-state.ts';
import type { Address, RouteAt } from './address.ts';
import type { Room, Route, RouteInput, RouteOf } from './route.ts';

/** The queries to the engine. Rooms get them as an argument, so that importing a declaration opens no connection. */
export type Engine = typeof orpc;

/** Where the person is now. */
export interface Here {
  /** null when the address names no room. */
  readonly route: Route | null;
  readonly projectId: number | undefined;
  readonly runId: number | undefined;
  /** The last route in a room of a project; undefined where it was not open yet. */
  readonly lastIn: <R extends Room>(room: R, projectId: number) => RouteOf<R> | undefined;
}

/** Something to show that depends on an answer of the engine. `say` gets `undefined` until the answer has come. */
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
  /** Shown behind the text, in grey. */
  readonly note?: string | undefined;
  readonly to?: RouteInput;
  readonly mono?: boolean;
}

/** A line of the command palette that leads somewhere. */
export interface CommandLine {
  /** Unique under its heading. What a person types is compared with it. */
  readonly text: string;
  readonly note?: string;
  readonly to: RouteInput;
}

export interface CommandSection {
  /** Sections of the same heading are shown as one. */
  readonly heading: string;
  /** Of what was typed for: this is what was meant, and comes before all else. */
  readonly isMeant?: boolean;
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
  /** From the outermost step inwards; the window's title shows them too. `null` leaves a step out. */
  readonly crumbs: (route: RouteAt<A>, engine: Engine) => readonly (Crumb | Asked<Crumb | null>)[];
  /** The room's entry of the rail, or the room whose entry is marked while a person is in this one. */
  readonly rail?: RailEntry | Room;
  /** Lines of the command palette, offered in every room. */
  readonly commands?: (here: Here, engine: Engine) => readonly CommandSection[];
  /** Lines that what is typed into the palette asks for by itself: a head by its place, pairs by a number or a word. */
  readonly finds?: (typed: string, here: Here, engine: Engine) => readonly CommandSection[];
}

/** Any room of the list, for code that treats all alike. */
export interface AnyRoom {
  readonly address: Address;
  readonly view: () => Promise<{ readonly default: Component<{ route: never }> }>;
  readonly crumbs: (route: never, engine: Engine) => readonly (Crumb | Asked<Crumb | null>)[];
  readonly rail?: RailEntry | Room;
  readonly commands?: RoomDefinition<Address>['commands'];
  readonly finds?: RoomDefinition<Address>['finds'];
}

/** What the command palette shows for what was typed. */
import { freeName } from '../format/free-name.ts';
import { navigation } from '../navigation/navigation.svelte.ts';
import type { CommandLine } from '../navigation/room.ts';
import { ranked } from './rank.ts';

export interface Command {
  /** With its note unique under its heading. What a person types is compared with it. */
  readonly text: string;
  readonly note?: string;
  /** Other words that it is found by, and that are not shown. */
  readonly also?: string | undefined;
  /** It is shown, with the reason in its note, and cannot be done now. */
  readonly isDisabled?: boolean;
  /** One of many in the view: shown when it is looked for. */
  readonly onTyping?: boolean;
  readonly run: () => void;
}

export interface CommandGroup {
  readonly heading: string;
  readonly commands: readonly Command[];
}

export interface Section {
  readonly heading: string;
  readonly isMeant?: boolean | undefined;
  readonly lines: readonly CommandLine[];
}

/** So many lines of a group are shown once something is typed. */
const SHOWN = 7;

/**
 * What answers to what was typed, the best first: within a group, and the group with the best line before the others.
 * @param found what was looked up for it: what was meant comes first, what has the word in a sentence last
 */
export function answering(
  typed: string,
  groups: readonly CommandGroup[],
  found: readonly Section[],
): CommandGroup[] {
  if (typed.trim() === '')
    return groups
      .map(({ heading, commands }) => ({
        heading,
        commands: commands.filter(({ onTyping = false }) => !onTyping),
      }))
      .filter(({ commands }) => commands.length > 0);
  const named = groups
    .map(({ heading, commands }) => ({ heading, lines: ranked(typed, commands).slice(0, SHOWN) }))
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => (b.lines[0]?.score ?? 0) - (a.lines[0]?.score ?? 0))
    .map(({ heading, lines }) => ({ heading, commands: lines.map(({ line }) => line) }));
  return joined([
    ...found.filter(({ isMeant }) => isMeant === true).map(groupOf),
    ...named,
    ...found.filter(({ isMeant }) => isMeant !== true).map(groupOf),
  ]);
}

/**
 * The name under which a command is listed: the second of two things that are called the same has a number.
 * @param taken names that are listed; @returns null where it says what another says, and one is enough
 */
export function listedName(name: string, taken: ReadonlySet<string>, isOfThing: boolean): string | null {
  return isOfThing || !taken.has(name) ? freeName(name, taken) : null;
}

/** The first line that can be done; undefined where there is none. */
export function firstToDo(
  groups: readonly CommandGroup[],
): { readonly heading: string; readonly command: Command } | undefined {
  for (const { heading, commands } of groups) {
    const command = commands.find(({ isDisabled = false }) => !isDisabled);
    if (command !== undefined) return { heading, command };
  }
  return undefined;
}

/** The groups down to so many lines. */
export function firstLines(groups: readonly CommandGroup[], most: number): CommandGroup[] {
  let left = most;
  return groups.flatMap(({ heading, commands }) => {
    const shown = commands.slice(0, left);
    left -= shown.length;
    return shown.length === 0 ? [] : [{ heading, commands: shown }];
  });
}

function groupOf({ heading, lines }: Section): CommandGroup {
  return { heading, commands: commandsOf(lines) };
}

function joined(groups: readonly CommandGroup[]): CommandGroup[] {
  const byHeading = Map.groupBy(groups, ({ heading }) => heading);
  return [...byHeading]
    .map(([heading, same]) => ({ heading, commands: same.flatMap(({ commands }) => commands) }))
    .filter(({ commands }) => commands.length > 0);
}

export function commandsOf(lines: readonly CommandLine[]): Command[] {
  return lines.map(({ to, ...line }) => ({ ...line, run: () => navigation.go(to) }));
}

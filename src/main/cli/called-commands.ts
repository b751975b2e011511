/** Only the command that a call names is made: to make all of them takes as long as a short command does. */
import type { Command } from 'commander';

/** How each command is made, by its name, for a call that goes on with these words. */
export type CommandMakers = Readonly<Record<string, (words: readonly string[]) => Command>>;

/** The command that the words of a call begin with; all of them where they begin with none, as with `--help`. */
export function commandsFor(makers: CommandMakers, [first = '', ...rest]: readonly string[]): Command[] {
  const make = new Map(Object.entries(makers)).get(first);
  return make === undefined ? Object.values(makers).map((each) => each([])) : [make(rest)];
}

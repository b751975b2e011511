import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from './program.ts';

/** All commands, however deep, each with the words that call it. */
function commandsOf(command: Command, words = command.name()): [string, Command][] {
  return [
    [words, command],
    ...command.commands.flatMap((child) => commandsOf(child, `${words} ${child.name()}`)),
  ];
}

it.each(commandsOf(createProgram()))(
  '%s says what it is, and what each of its options means',
  (words, command) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: ${words}`);
    expect(command.description()).not.toBe('');
    for (const option of command.options) expect(option.description, option.flags).not.toBe('');
    for (const argument of command.registeredArguments)
      expect(argument.description, argument.name()).not.toBe('');
  },
);

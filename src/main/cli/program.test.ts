import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AnalysisDefinition } from '../../core/analyses/analysis.ts';
import { ANALYSES } from '../../core/registries/analyses.ts';
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

const listed = Object.values<AnalysisDefinition>(ANALYSES).filter((definition) => definition.listed);

it.each(listed.map(({ kind, example }) => [kind, example ?? '']))(
  'analyze %s teaches by an example, which its page begins with and its flags take',
  (kind, example) => {
    const [, command] =
      commandsOf(createProgram()).find(([words]) => words === `pairlens analyze ${kind}`) ??
      expect.unreachable();
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain(`Example:\n  pairlens analyze ${kind} `);
    expect(help).toContain(example);
    const said = help.replaceAll(/\s+/g, ' ');
    for (const { name, columns } of ANALYSES[kind as keyof typeof ANALYSES].tables)
      expect(said).toContain(` ${name}.csv: ${columns.join(', ')}`);
    expect(help).not.toContain('(default: )');
    const page = readFileSync(join(import.meta.dirname, `../../../docs/analyses/${kind}.md`), 'utf8');
    expect(/pairlens analyze .*/.exec(page)?.[0].trimEnd()).toBe(example);
    const flags = new Set(command.options.map(({ long }) => long));
    for (const [flag] of example.matchAll(/--[a-z-]+/g)) expect(flags, flag).toContain(flag);
  },
);

it('a call has the command that it names alone, which is the same as among all', () => {
  const all = new Map(commandsOf(createProgram()));
  for (const [words, command] of all) {
    const called = words.split(' ').slice(1);
    const alone = commandsOf(createProgram(called)).find(([name]) => name === words)?.[1];
    expect(alone?.helpInformation(), words).toBe(command.helpInformation());
    const [first] = called;
    if (first !== undefined)
      expect(createProgram(called).commands.map((each) => each.name())).toEqual([first]);
  }
  const kinds = commandsOf(createProgram(['analyze', 'induction'])).map(([words]) => words);
  expect(kinds).toEqual(['pairlens', 'pairlens analyze', 'pairlens analyze induction']);
});

it.each([[['--help']], [['help', 'run']], [['rnu']], [['__proto__']], [[]]])(
  'a call that names none, as %j, has all of them',
  (called) => {
    const names = (program: Command) => program.commands.map((each) => each.name());
    expect(names(createProgram(called))).toEqual(names(createProgram()));
  },
);

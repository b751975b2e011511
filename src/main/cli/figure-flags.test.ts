/** A kind of figure has its flags and its help from its schema: here toy kinds, in a registry of their own. */
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { FigureDrawings } from '../../core/figures/figure-drawing.ts';
import { FigureFlags } from './figure-flags.ts';

const unused = { draw: () => expect.unreachable(), csv: () => expect.unreachable() };
const TOYS: FigureDrawings = {
  circle: {
    ...unused,
    schema: z
      .object({
        kind: z.literal('circle'),
        analysisId: z.int().min(1).describe('the number of the analysis'),
        radius: z.number().min(0).default(2).describe('how large'),
        colour: z.enum(['red', 'blue']).default('red').describe('which colour'),
      })
      .describe('a round one'),
  },
  square: {
    ...unused,
    names: { colour: { red: 'green' } },
    schema: z
      .object({
        kind: z.literal('square'),
        analysisId: z.int().min(1).describe('the number of the analysis'),
        colour: z.enum(['blue', 'green']).default('blue').describe('of which colour'),
      })
      .describe('an angular one'),
  },
};

function parsed(...args: string[]) {
  const flags = new FigureFlags(TOYS);
  const command = new Command('figure').exitOverride().configureOutput({ writeErr: () => {} });
  flags.addTo(command);
  command.parse(args, { from: 'user' });
  return { flags, command };
}

test('reads what was given, by the schema of the kind; defaults are left to the schema', () => {
  const { flags, command } = parsed('--analysis', '3', '--colour', 'blue');
  expect(flags.read(command, 'circle')).toEqual({ analysisId: 3, colour: 'blue' });
  expect(flags.kinds).toEqual(['circle', 'square']);
});

test('the same flag can mean different things to two kinds', () => {
  const { flags, command } = parsed('--colour', 'green');
  expect(flags.read(command, 'square')).toEqual({ colour: 'green' });
  expect(() => flags.read(command, 'circle')).toThrow(
    "error: option '--colour <colour>' argument 'green' is invalid. Allowed choices are red, blue.",
  );
});

test('a value goes by the name that other kinds have for it, too', () => {
  const { flags, command } = parsed('--colour', 'red');
  expect(flags.read(command, 'square')).toEqual({ colour: 'green' });
});

test('says which flags a kind has no use for, and which it lacks', () => {
  const { flags, command } = parsed('--radius', '1');
  expect(flags.unused(command, 'square')).toEqual(['--radius']);
  expect(flags.unused(command, 'circle')).toEqual([]);
  expect(flags.missing('circle', {})).toEqual(['--analysis']);
  expect(flags.missing('circle', { analysisId: 1 })).toEqual([]);
});

test('helps with every flag and every kind', () => {
  const { flags, command } = parsed();
  const help = command.configureHelp({ helpWidth: 200 }).helpInformation();
  expect(help).toMatch(/--analysis <n> +the number of the analysis\n/);
  expect(help).toMatch(/--radius <n> +how large \(of circle\) \(default: "2"\)\n/);
  expect(help).toMatch(
    /--colour <colour> +which colour; of which colour \(choices: "red", "blue", "green"\)\n/,
  );
  expect(flags.helpOfKinds()).toBe(
    '  circle  a round one; needs --analysis\n  square  an angular one; needs --analysis',
  );
});

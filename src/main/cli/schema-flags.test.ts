import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { flagsOf } from './schema-flags.ts';

const flagOf = (name: string, schema: z.ZodType) =>
  flagsOf(z.object({ kind: z.literal('toy'), [name]: schema }))[0] ?? expect.unreachable();

describe('a flag', () => {
  test.each([
    ['runId', z.int(), '--run', 'n'],
    ['qThreshold', z.number().nullable(), '--q-threshold', 'n'],
    ['domain', z.tuple([z.number(), z.number()]), '--domain', 'a,b'],
    ['plotSize', z.string(), '--plot-size', 'size'],
    ['metric', z.enum(['a', 'b']), '--metric', 'metric'],
  ])('of %s', (name, schema, long, placeholder) => {
    expect(flagOf(name, schema)).toMatchObject({ field: name, flag: long, placeholder });
  });

  test('has the words of its field, its choices, its default, and whether it is needed', () => {
    const described = z.enum(['a', 'b']).default('b').describe('which');
    expect(flagOf('map', described)).toMatchObject({
      description: 'which',
      choices: ['a', 'b'],
      default: 'b',
      isNeeded: false,
    });
    expect(flagOf('map', z.string())).toMatchObject({ choices: null, default: null, isNeeded: true });
    expect(flagOf('map', z.string().optional())).toMatchObject({ default: null, isNeeded: false });
    expect(flagOf('q', z.number().nullable().default(null))).toMatchObject({ default: 'none' });
    expect(flagOf('d', z.array(z.int()).default([1, 2]))).toMatchObject({ default: '1,2' });
    expect(flagOf('d', z.array(z.int()).default([]))).toMatchObject({ default: null });
    expect(flagOf('on', z.boolean().default(false))).toMatchObject({ default: 'false' });
  });
});

test.each<[z.ZodType, string, unknown]>([
  [z.int().min(0), '7', 7],
  [z.int(), '-7', -7],
  [z.number(), '-1e-3', -0.001],
  [z.number().nullable(), 'none', null],
  [z.number().nullable(), '0.5', 0.5],
  [z.number().min(0).nullable(), 'none', null],
  [z.string().nullable(), 'none', null],
  [z.union([z.literal('all'), z.int()]), 'all', 'all'],
  [z.union([z.literal('all'), z.int()]), '3', 3],
  [z.enum(['a', 'b']), 'b', 'b'],
  [z.string(), '', ''],
  [z.boolean(), 'false', false],
  [z.tuple([z.number(), z.string()]), '1,a', [1, 'a']],
  [z.array(z.int().min(0)), '1,2,3', [1, 2, 3]],
  [z.object({ a: z.int() }), '{"a": 1}', { a: 1 }],
])('%# reads %j as %j', (schema, text, value) => {
  expect(flagOf('x', schema).read(text)).toEqual(value);
});

test.each<[z.ZodType, string, string]>([
  [z.int().min(1), '0', 'expected a whole number of at least 1, got 0'],
  [z.int().min(0).max(3), '4', 'expected a whole number from 0 to 3, got 4'],
  [z.number(), 'x', 'expected a number, got x'],
  [z.number(), 'Infinity', 'expected a number, got Infinity'],
  [z.number().min(0), '-1', 'expected a number of at least 0, got -1'],
  [z.number().min(0).max(1), '2', 'expected a number from 0 to 1, got 2'],
  [z.enum(['a', 'b']), 'c', 'Allowed choices are a, b.'],
  [z.number().min(0).max(1).nullable(), '2', 'expected a number from 0 to 1, got 2'],
  [z.boolean(), 'yes', 'Allowed choices are true, false.'],
  [z.tuple([z.number(), z.number()]), '1', 'expected 2 values with commas between them, got 1'],
  [z.array(z.int().min(0)), '1,,3', 'expected a whole number of at least 0, got '],
  [z.object({}), '{', 'expected a value in JSON, got {'],
])('%# does not read %j: %s', (schema, text, message) => {
  expect(() => flagOf('x', schema).read(text)).toThrow(message);
});

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { optionFields, readOptions } from './option-fields.ts';

const schema = z.object({
  sequences: z.int().min(10).max(10_000).default(100).describe('sequences, each with its control'),
  margin: z.number().min(0).max(1).default(0.1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(0),
  countFrom: z.enum(['start', 'end']).default('start'),
});
const fields = optionFields(schema);

describe('the fields of a form', () => {
  it('are those of the schema, with what each starts as', () => {
    expect(fields.map(({ name, label, initial, choices }) => [name, label, initial, choices])).toEqual([
      ['sequences', 'Sequences', '100', null],
      ['margin', 'Margin', '0.1', null],
      ['seed', 'Seed', '0', null],
      ['countFrom', 'Count from', 'start', ['start', 'end']],
    ]);
    expect(fields[0]?.hint).toBe('Sequences, each with its control.');
  });

  it('are read as the schema takes them; what is not typed is what it starts as', () => {
    expect(readOptions(schema, fields, { sequences: ' 20 ', countFrom: 'end' })).toEqual({
      options: { sequences: 20, margin: 0.1, seed: 0, countFrom: 'end' },
      problems: {},
    });
  });

  it.each([
    ['sequences', '9', 'A whole number from 10 to 10,000.'],
    ['sequences', '', 'A whole number from 10 to 10,000.'],
    ['sequences', '10.5', 'A whole number from 10 to 10,000.'],
    ['margin', 'x', 'A number from 0 to 1.'],
    ['seed', '-1', 'A whole number from 0.'],
  ])('say what is wrong with %s "%s"', (name, text, rule) => {
    expect(readOptions(schema, fields, { [name]: text })).toEqual({
      options: null,
      problems: { [name]: rule },
    });
  });
});

it('a list is typed with commas between its parts', () => {
  const schema = z.object({ cues: z.array(z.string()).default([]).describe('words') });
  const fields = optionFields(schema);
  expect(fields[0]?.initial).toBe('');
  expect(readOptions(schema, fields, {}).options).toEqual({ cues: [] });
  expect(readOptions(schema, fields, { cues: 'not, no longer ,' }).options).toEqual({
    cues: ['not', 'no longer'],
  });
});

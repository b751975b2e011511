import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnalysisDefinition } from '../../../core/analyses/analysis.ts';
import { ANALYSES } from '../../../core/registries/analyses.ts';
import { changedOptions, optionFields, readOptions } from './option-fields.ts';

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

it('options that are as they usually are are not said', () => {
  expect(changedOptions(schema, { ...schema.parse({}), sequences: 60, countFrom: 'end' })).toEqual({
    sequences: 60,
    countFrom: 'end',
  });
  const { methods, ...others } = ANALYSES.effects.options.parse({});
  expect(changedOptions(ANALYSES.effects.options, { ...others, methods: [...methods] })).toEqual({});
});

describe('the fields of a form', () => {
  it('are those of the schema, with what each starts as', () => {
    expect(
      fields.map(({ name, label, initial, choices }) => [
        name,
        label,
        initial,
        choices?.map(({ value }) => value) ?? null,
      ]),
    ).toEqual([
      ['sequences', 'Sequences', '100', null],
      ['margin', 'Margin', '0.1', null],
      ['seed', 'Seed', '0', null],
      ['countFrom', 'Count from', 'start', ['start', 'end']],
    ]);
    expect(fields[0]?.hint).toBe('Sequences, each with its control.');
  });

  it('of one that is open says in the empty field what it is then, not by a number', () => {
    const open = z.object({
      layer: z.int().default(-1).describe('layer of the head, from 0; -1 takes all heads'),
    });
    expect(optionFields(open)[0]).toMatchObject({
      hint: 'Layer of the head, from 0.',
      placeholder: 'all',
      initial: '',
    });
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

it('what cannot be read is said with what it should be, not as a pattern', () => {
  const { options } = ANALYSES.patching;
  const fields = optionFields(options);
  const { problems } = readOptions(options, fields, { together: 'H5', position: 'nowhere', least: 'x' });
  expect(problems['together']).toMatch(/^This cannot be read\. Heads \(L5H9, L4H10\)/);
  expect(problems['position']).toBe('A whole number from 0.');
  expect(problems['least']).toBe('A number from 0 to 1,000.');
});

describe('the fields of every kind', () => {
  const kinds = Object.values<AnalysisDefinition>(ANALYSES).filter(({ listed }) => listed);

  it.each(kinds.map((definition) => [definition.kind, definition] as const))(
    'of %s say in words what can be chosen, and nothing as it is written in a command',
    (_, { options }) => {
      const all = optionFields(options);
      const raw = all.flatMap(({ name, hint, choices }) => [
        ...(choices ?? [])
          .filter(({ value, label }) => label === value)
          .map(({ value }) => `${name}: ${value}`),
        ...[hint, ...(choices ?? []).flatMap((choice) => [choice.label, choice.hint])].filter((text) =>
          /[a-z]_[a-z]|--[a-z]/.test(text),
        ),
      ]);
      expect(raw).toEqual([]);
      expect(readOptions(options, all, {}).options).toEqual(options.parse({}));
      // What is folded is not the whole form.
      expect(all.some(({ isRare }) => !isRare)).toBe(true);
    },
  );

  it('let several hooks be chosen, a position be typed, and a layer be left open', () => {
    const patching = optionFields(ANALYSES.patching.options);
    const of = (name: string) => patching.find((field) => field.name === name);
    expect(of('hooks')).toMatchObject({ isList: true, initial: 'resid_pre, attn_out, mlp_out, z' });
    expect(of('hooks')?.choices?.[0]).toMatchObject({ value: 'resid_pre', label: 'Residual stream' });
    expect(of('position')).toMatchObject({ orNumber: true, initial: 'auto' });
    expect(of('position')?.choices?.map(({ value }) => value)).toEqual(['auto', 'last', 'mask']);
    expect(of('together')?.choices).toBeNull();
    const qkOv = optionFields(ANALYSES['qk-ov'].options);
    expect(qkOv[0]).toMatchObject({ name: 'layer', initial: '', placeholder: 'all' });
    expect(readOptions(ANALYSES['qk-ov'].options, qkOv, { layer: '3' }).options).toMatchObject({
      layer: 3,
      head: -1,
    });
  });
});

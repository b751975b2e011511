import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineAddress, formatAddress, parseAddress, parseWhatFits } from './address.ts';
import { number, numbers, order, searched, text } from './query-parts.ts';

/** A room as a new kind of analysis would have it. */
const address = defineAddress({
  room: 'induction',
  schema: z.object({
    projectId: z.int().min(1).optional(),
    id: z.int().min(1),
    layer: z.int().min(0).default(0),
    head: z.int().min(0).optional(),
    model: z.string().optional(),
    lengths: z.array(z.int()).default([]),
    sort: z.object({ by: z.enum(['score', 'head']), direction: z.enum(['asc', 'desc']) }).optional(),
  }),
  paths: ['projects/:projectId/analyses/induction', 'analyses/induction'],
  query: {
    id: number('id'),
    layer: number('layer'),
    head: number('head'),
    model: text('model'),
    lengths: numbers('lengths'),
    sort: order('sort'),
  },
});

test.each([
  ['#/analyses/induction?id=12&layer=1&head=3', { id: 12, layer: 1, head: 3, lengths: [] }],
  ['#/projects/2/analyses/induction?id=12', { projectId: 2, id: 12, layer: 0, lengths: [] }],
  [
    '#/analyses/induction?id=1&model=a%2Fb&lengths=10%2C20&sort=score%3Adesc',
    { id: 1, layer: 0, model: 'a/b', lengths: [10, 20], sort: { by: 'score', direction: 'desc' } },
  ],
])('%s is read and written', (hash, fields) => {
  expect(parseAddress(address, hash)).toEqual({ room: 'induction', ...fields });
  expect(formatAddress(address, fields)).toBe(hash);
});

test.each([
  '#/analyses/induction',
  '#/analyses/induction?id=0',
  '#/analyses/induction?id=twelve',
  '#/analyses/induction/12?id=12',
  '#/analyses?id=12',
  '#/projects/two/analyses/induction?id=12',
  '#/analyses/induction?id=12&sort=score',
])('%s is none of its addresses', (hash) => {
  expect(parseAddress(address, hash)).toBeNull();
});

test('what is at its default is left out, and the path is the first that can be filled', () => {
  expect(formatAddress(address, { id: 5, layer: 0, lengths: [] })).toBe('#/analyses/induction?id=5');
  expect(formatAddress(address, { id: 5, projectId: 1 })).toBe('#/projects/1/analyses/induction?id=5');
});

test('a route that the schema refuses has no address', () => {
  expect(() => formatAddress(address, { id: 0 })).toThrow(z.ZodError);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['?id=12&sort=score', { layer: 0, lengths: [] }, ['sort']],
  ['?id=12&sort=nonsense:asc&layer=2', { layer: 2, lengths: [] }, ['sort']],
  ['?id=12&layer=-1&lengths=10,x', { layer: 0, lengths: [] }, ['layer', 'lengths']],
])('%s is read without what it says in vain', (query, fields, leftOut) => {
  const hash = `#/analyses/induction${query}`;
  expect(parseAddress(address, hash)).toBeNull();
  const route = { room: 'induction', id: 12, ...fields };
  expect(parseWhatFits(address, hash)).toEqual({ route, leftOut });
});

test.each([
  '#/analyses/induction?id=0',
  '#/projects/two/analyses/induction?id=12',
  '#/analyses?id=12&sort=score',
])('%s is no address even without what it says in vain', (hash) => {
  expect(parseWhatFits(address, hash)).toBeNull();
});

test('what is looked for is read of an address as far as it can be', () => {
  const { read } = searched('search');
  expect(read(new URLSearchParams('search=no%00t'))).toBe('not');
  expect(read(new URLSearchParams({ search: 'x'.repeat(1200) }))).toBe('x'.repeat(1000));
  expect(read(new URLSearchParams('other=1'))).toBeUndefined();
});

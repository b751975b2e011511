import { expect, test } from 'vitest';
import { writeSafetensors } from '../../../core/checkpoints/safetensors.ts';
import { headOf, parseIds, probeOf, readProbe } from './read-probe.ts';

const pattern = { shape: [1, 2, 2, 2], data: Float32Array.of(1, 0, 0.5, 0.5, 1, 0, 0.25, 0.75) };
const tokens = [
  { id: 7, text: 'a', special: false, word: 0 },
  { id: 9, text: '##b', special: false, word: 0 },
];

test('a probe is read from what the engine sends', () => {
  const file = writeSafetensors(new Map([['pattern', pattern]]), { tokens: JSON.stringify(tokens) });
  expect(readProbe(file)).toEqual({
    tokens,
    patterns: { layers: 1, heads: 2, n: 2, values: pattern.data, causal: false },
  });
});

test('a probe of a decoder says that it is one', () => {
  const metadata = { tokens: JSON.stringify(tokens), causal: 'true' };
  expect(readProbe(writeSafetensors(new Map([['pattern', pattern]]), metadata)).patterns.causal).toBe(true);
});

test.each([
  ['no pattern', new Map([['scores', pattern]]), tokens, 'the engine sent no pattern'],
  [
    'another number of tokens',
    new Map([['pattern', pattern]]),
    tokens.slice(1),
    '1 tokens for a pattern over 2',
  ],
])('%s is refused', (_what, tensors, described, message) => {
  const file = writeSafetensors(tensors, { tokens: JSON.stringify(described) });
  expect(() => readProbe(file)).toThrow(message);
});

test.each([
  ['101, 7 102', [101, 7, 102]],
  ['  5\n6 ', [5, 6]],
  ['', []],
])('ids in %j', (text, ids) => {
  expect(parseIds(text, 107)).toEqual({ ids, problem: undefined });
});

test.each(['7 107', '-1', '1.5', 'good'])('%j are no ids of a vocabulary of 107', (text) => {
  expect(parseIds(text, 107)).toMatchObject({
    ids: [],
    problem: expect.stringContaining('from 0 to 106') as string,
  });
});

test.each([
  [
    { ids: [1, 2], text: 'a' },
    { name: 'm', ids: [1, 2] },
  ],
  [
    { ids: [], text: 'a' },
    { name: 'm', text: 'a' },
  ],
  [{ text: '' }, null],
  [{}, null],
])('an address with %j asks for %j', (route, asked) => {
  expect(probeOf('m', route)).toEqual(asked);
});

test.each([
  [
    { layer: 1, head: 3 },
    { layer: 1, head: 3 },
  ],
  [{ layer: 2, head: 0 }, null],
  [{ layer: 0, head: 4 }, null],
  [{ layer: 0 }, null],
])('of an address with %j the head in a model of 2 layers of 4 is %j', (route, head) => {
  expect(headOf({ layers: 2, heads: 4 }, route)).toEqual(head);
});

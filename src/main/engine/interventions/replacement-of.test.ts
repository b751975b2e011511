import { describe, expect, it } from 'vitest';
import type { Axis } from '../../../core/onnx/graph.ts';
import type { Activation } from '../inference/hooked-session.ts';
import type { Replacement } from '../inference/replacement.ts';
import { elementCount, sourceIndices } from './broadcast.ts';
import type { Intervention } from './intervention.ts';
import { type RealTokens, realTokens } from './real-tokens.ts';
import { replacementOf } from './replacement-of.ts';
import { siteOf } from './site.ts';

const LIMITS = { maxPositions: 10, vocabularySize: 10, tokenTypes: 0 };
const tokensOf = (...lengths: number[]) =>
  realTokens({ inputIds: lengths.map((length) => Array<number>(length).fill(1)) }, LIMITS);

/** Two heads of width 1. */
const Z: readonly Axis[] = ['batch', 'pos', 2, 1];
const PATTERN: readonly Axis[] = ['batch', 2, 'pos', 'pos'];
const STREAM: readonly Axis[] = ['batch', 'pos', 2];
const zero = { kind: 'zero' } as const;
const tensor = (dims: number[], ...data: number[]) =>
  ({ kind: 'tensor', tensor: { dims, data: Float32Array.from(data) } }) as const;
/** 0, 1, 2, … */
const counting = (...dims: number[]): Activation => ({
  dims,
  data: Float32Array.from({ length: elementCount(dims) }, (_, at) => at),
});

type Unnamed = Omit<Intervention, 'hook'>;

function replace(
  axes: readonly Axis[],
  tokens: RealTokens,
  interventions: readonly Unnamed[],
  current: Activation | null = null,
): Replacement {
  const numbered = interventions.map((intervention, index) => ({ ...intervention, hook: 'h', index }));
  return replacementOf(siteOf('h', axes, tokens), numbered, current);
}

/** What becomes of `current`; written out, as the graph's Where does it. */
function applied({ mask, values }: Replacement, { dims, data }: Activation): number[] {
  const masks = sourceIndices(dims, mask.dims);
  const sources = sourceIndices(dims, values.dims);
  return [...data].map((value, at) =>
    mask.data[masks[at] ?? 0] === 1 ? (values.data[sources[at] ?? 0] ?? NaN) : value,
  );
}

const result = (axes: readonly Axis[], tokens: RealTokens, current: Activation, ...list: Unnamed[]) =>
  applied(replace(axes, tokens, list, current), current);

describe('where', () => {
  const three = tokensOf(3);
  const current = counting(1, 3, 2, 1);
  it.each<[string, Unnamed, number[]]>([
    ['everywhere', { value: zero }, [0, 0, 0, 0, 0, 0]],
    ['a head', { heads: [1], value: zero }, [0, 0, 2, 0, 4, 0]],
    ['positions', { positions: [0, 2], value: zero }, [0, 0, 2, 3, 0, 0]],
    ['a head at a position', { heads: [0], positions: [1], value: zero }, [0, 1, 0, 3, 4, 5]],
    [
      'a mask',
      { mask: { dims: [1, 3, 2, 1], data: Uint8Array.of(0, 0, 0, 1, 1, 0) }, value: zero },
      [0, 1, 2, 0, 0, 5],
    ],
    [
      'a mask and a head',
      { heads: [1], mask: { dims: [1, 3, 1, 1], data: Uint8Array.of(0, 1, 1) }, value: zero },
      [0, 1, 2, 0, 4, 0],
    ],
    ['no head', { heads: [], value: zero }, [0, 1, 2, 3, 4, 5]],
  ])('%s', (_what, intervention, expected) => {
    expect(result(Z, three, current, intervention)).toEqual(expected);
  });

  it('never padding: neither its positions nor its keys', () => {
    expect(result(STREAM, tokensOf(1, 2), counting(2, 2, 2), { value: zero })).toEqual([
      0, 0, 2, 3, 0, 0, 0, 0,
    ]);
    const rows = [
      [0, 1, 2, 3, 0, 5, 6, 7],
      [8, 9, 10, 11, 0, 0, 0, 0],
    ];
    expect(result(PATTERN, tokensOf(1, 2), counting(2, 2, 2, 2), { heads: [1], value: zero })).toEqual(
      rows.flat(),
    );
  });

  it('positions of a pattern are its queries', () => {
    expect(result(PATTERN, tokensOf(2), counting(1, 2, 2, 2), { positions: [1], value: zero })).toEqual([
      0, 1, 0, 0, 4, 5, 0, 0,
    ]);
  });

  it('as small a mask as will do', () => {
    const dimsOf = (axes: readonly Axis[], tokens: RealTokens, list: Unnamed) =>
      replace(axes, tokens, [list]).mask.dims;
    expect(dimsOf(Z, three, { value: zero })).toEqual([1, 1, 1, 1]);
    expect(dimsOf(Z, three, { heads: [1], value: zero })).toEqual([1, 1, 2, 1]);
    expect(dimsOf(Z, three, { heads: [1], positions: [0], value: zero })).toEqual([1, 3, 2, 1]);
    expect(dimsOf(Z, tokensOf(1, 3), { value: zero })).toEqual([2, 3, 1, 1]);
  });
});

describe('what', () => {
  it('the mean of each row, over its tokens', () => {
    // Row 0: its one token [0, 1]. Row 1: [4, 5] and [6, 7].
    expect(result(STREAM, tokensOf(1, 2), counting(2, 2, 2), { value: { kind: 'mean' } })).toEqual([
      0, 1, 2, 3, 5, 6, 5, 6,
    ]);
  });

  it('the mean of a pattern over its queries, put in at one of them', () => {
    // Head 0: rows [0, 1] and [2, 3]; head 1: [4, 5] and [6, 7].
    const mean = { positions: [1], value: { kind: 'mean' } } as const;
    expect(result(PATTERN, tokensOf(2), counting(1, 2, 2, 2), mean)).toEqual([0, 1, 1, 2, 4, 5, 5, 6]);
  });

  it('a tensor, the same all along axes of size 1', () => {
    const current = counting(1, 2, 2);
    expect(result(STREAM, tokensOf(2), current, { value: tensor([1, 1, 2], 8, 9) })).toEqual([8, 9, 8, 9]);
    expect(result(STREAM, tokensOf(2), current, { value: tensor([1, 2, 1], 8, 9) })).toEqual([8, 8, 9, 9]);
  });

  it('where two overlap, the later', () => {
    const list: Unnamed[] = [
      { positions: [0, 1], value: tensor([1, 1, 1, 1], 7) },
      { heads: [1], positions: [1, 2], value: tensor([1, 3, 1, 1], 70, 71, 72) },
    ];
    expect(result(Z, tokensOf(3), counting(1, 3, 2, 1), ...list)).toEqual([7, 7, 7, 71, 4, 72]);
    expect(result(Z, tokensOf(3), counting(1, 3, 2, 1), ...list.toReversed())).toEqual([7, 7, 7, 7, 4, 72]);
  });
});

describe('what was recorded', () => {
  const recorded = (tokens: RealTokens, activation: Activation) =>
    ({ kind: 'recorded', recording: { tokens, activations: new Map([['h', activation]]) } }) as const;
  const tens = ({ dims, data }: Activation): Activation => ({ dims, data: data.map((value) => 10 * value) });

  it('of as many rows, or of one for all', () => {
    const current = counting(2, 2, 2);
    const both = recorded(tokensOf(2, 2), tens(current));
    expect(result(STREAM, tokensOf(2, 2), current, { positions: [1], value: both })).toEqual([
      0, 1, 20, 30, 4, 5, 60, 70,
    ]);
    const one = recorded(tokensOf(2), tens(counting(1, 2, 2)));
    expect(result(STREAM, tokensOf(2, 2), current, { value: one })).toEqual([0, 10, 20, 30, 0, 10, 20, 30]);
  });

  it.each([
    ['a longer input', 3, [0, 1, 20, 30]],
    ['a shorter one', 1, [0, 10, 2, 3]],
  ])('of %s, at positions that both have', (_what, length, expected) => {
    const value = recorded(tokensOf(length), tens(counting(1, length, 2)));
    const positions = [length === 1 ? 0 : 1];
    expect(result(STREAM, tokensOf(2), counting(1, 2, 2), { positions, value })).toEqual(expected);
  });

  it('of heads of a longer input', () => {
    const value = recorded(tokensOf(3), tens(counting(1, 3, 2, 1)));
    expect(result(Z, tokensOf(2), counting(1, 2, 2, 1), { heads: [1], positions: [0], value })).toEqual([
      0, 10, 2, 3,
    ]);
  });

  it('of rows padded to another length', () => {
    const value = recorded(tokensOf(1, 3), tens(counting(2, 3, 2)));
    expect(result(STREAM, tokensOf(1, 2), counting(2, 2, 2), { positions: [0], value })).toEqual([
      0, 10, 2, 3, 60, 70, 6, 7,
    ]);
  });

  it.each<[string, readonly Axis[], RealTokens, RealTokens, Omit<Unnamed, 'value'>, string]>([
    [
      'other lengths, and no positions',
      STREAM,
      tokensOf(2),
      tokensOf(3),
      {},
      'row 0 of the input has 2 tokens, the recorded one 3; name positions that both have',
    ],
    [
      'a position that only the input has',
      STREAM,
      tokensOf(3),
      tokensOf(2),
      { positions: [2] },
      'position 2 is not in both: row 0 of the input has 3 tokens, the recorded one 2',
    ],
    [
      'a position that is padding in one row',
      STREAM,
      tokensOf(3, 3),
      tokensOf(3, 2),
      { positions: [2] },
      'position 2 is not in both: row 1 of the input has 3 tokens, the recorded one 2',
    ],
    [
      'a pattern over other keys',
      PATTERN,
      tokensOf(2),
      tokensOf(3),
      { positions: [0] },
      'row 0 of the input has 2 tokens, the recorded one 3; h has keys, which have to be the same',
    ],
    [
      'other rows',
      STREAM,
      tokensOf(2, 2, 2),
      tokensOf(2, 2),
      {},
      'the recorded input has 2 rows, the input 3; it needs as many, or one for all',
    ],
    [
      'another width',
      ['batch', 'pos', 5],
      tokensOf(2),
      tokensOf(2),
      {},
      'what was recorded is [1, 2, 2], but h is [1, 2, 5]',
    ],
  ])('refuses %s', (_what, axes, tokens, theirs, where, message) => {
    const dims = axes.length === 4 ? [1, 2, 3, 3] : [theirs.rows, theirs.length, 2];
    const value = recorded(theirs, counting(...dims));
    expect(() => replace(axes, tokens, [{ ...where, value }])).toThrow(`interventions[0]: ${message}`);
  });

  it('refuses what was not recorded', () => {
    const recording = { tokens: tokensOf(2), activations: new Map<string, Activation>() };
    expect(() => replace(STREAM, tokensOf(2), [{ value: { kind: 'recorded', recording } }])).toThrow(
      'interventions[0]: h was not recorded',
    );
  });
});

describe('what does not fit', () => {
  it.each<[string, readonly Axis[], Unnamed, string]>([
    ['a head too many', Z, { heads: [0, 2], value: zero }, 'head 2 is outside 0 … 1, the heads of h'],
    ['a head before the first', Z, { heads: [-1], value: zero }, 'head -1 is outside 0 … 1, the heads of h'],
    ['half a head', Z, { heads: [0.5], value: zero }, 'head 0.5 is outside 0 … 1, the heads of h'],
    ['a head where there are none', STREAM, { heads: [0], value: zero }, 'head 0: h has no heads'],
    [
      'a position after the last',
      Z,
      { positions: [3], value: zero },
      'position 3 is no token of the input, whose row 0 has 3',
    ],
    [
      'a position that is padding',
      Z,
      { positions: [2], value: zero },
      'position 2 is no token of the input, whose row 1 has 2',
    ],
    [
      'a position before the first',
      Z,
      { positions: [-1], value: zero },
      'position -1 is no token of the input, whose row 0 has 3',
    ],
    [
      'a mask of another size',
      STREAM,
      { mask: { dims: [1, 2, 2], data: new Uint8Array(4) }, value: zero },
      'the mask is [1, 2, 2], but h is [2, 3, 2]',
    ],
    [
      'a tensor of another rank',
      STREAM,
      { value: tensor([3, 2], 0, 0, 0, 0, 0, 0) },
      'the tensor is [3, 2], but h is [2, 3, 2]',
    ],
    [
      'a tensor that lacks values',
      STREAM,
      { value: tensor([1, 1, 2], 0) },
      'the tensor [1, 1, 2] has 1 values',
    ],
  ])('%s', (_what, axes, intervention, message) => {
    const tokens = message.includes('row 0 has 3') ? tokensOf(3) : tokensOf(3, 2);
    const before: Unnamed = { value: zero };
    expect(() => replace(axes, tokens, [before, intervention])).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: `interventions[1]: ${message}` }) as Error,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { chosenEffect, placeInStatement } from './chosen-effect.ts';
import { namedToken } from './named-token.ts';
import { type EffectRow, outcomeOf, rawOutcome, readsOf, targetsOfRows } from './read-outcomes.ts';
import type { EffectModel } from './chosen-effect.ts';
import { effectOptions } from '../../../core/effects/effect-options.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';

const row: EffectRow = { tokens: 2, position: 1, targets: [5, 7], counted: [[1, 9]] };

function activation(name: string, dims: readonly number[], ...values: number[]) {
  return new Map([[name, { dims, data: Float32Array.from(values) }]]);
}

describe('outcomes', () => {
  it('reads two logits at a position, and their difference', () => {
    expect(readsOf({ kind: 'logit_difference' })).toEqual(['chosen_logits']);
    expect(targetsOfRows({ kind: 'logit_difference' }, [row])).toEqual([[[], [5, 7]]]);
    const outputs = activation('chosen_logits', [1, 3, 2], 0, 0, 4, 1, 9, 9);
    const read = rawOutcome({ kind: 'logit_difference', pooling: 'mean' }, outputs, 0, row);
    expect([...outcomeOf({ kind: 'logit_difference' }, read, null)]).toEqual([3]);
  });

  it('reads the loss of tokens where they are foretold', () => {
    expect(targetsOfRows({ kind: 'loss' }, [row])).toEqual([[[9], []]]);
    const outputs = activation('loss', [1, 2, 1], 0.5, 8);
    expect([...rawOutcome({ kind: 'loss', pooling: 'mean' }, outputs, 0, row)]).toEqual([0.5]);
    const probability = rawOutcome({ kind: 'log_probability', pooling: 'mean' }, outputs, 0, row);
    expect([...probability]).toEqual([-8]);
  });

  it('pools the tokens of a row, and not what it is padded with', () => {
    const outputs = activation('resid_final', [2, 3, 2], ...[0, 0, 0, 0, 0, 0], ...[1, 8, 3, 2, 99, 99]);
    const of = (pooling: 'mean' | 'cls' | 'max' | 'last') =>
      Array.from(rawOutcome({ kind: 'pooled', pooling }, outputs, 1, row));
    expect(of('mean')).toEqual([2, 5]);
    expect(of('cls')).toEqual([1, 8]);
    expect(of('max')).toEqual([3, 8]);
    expect(of('last')).toEqual([3, 2]);
    const residual = rawOutcome({ kind: 'residual', pooling: 'mean' }, outputs, 1, row);
    expect([...residual]).toEqual([3, 2]);
    const cosine = outcomeOf({ kind: 'cosine' }, Float64Array.of(3, 2), Float64Array.of(3, 2));
    expect(cosine[0]).toBeCloseTo(1, 12);
  });

  it('is 0 nats from itself', () => {
    const outputs = activation('logits', [1, 2, 3], 0, 0, 0, 1, 2, 3);
    const read = rawOutcome({ kind: 'kl', pooling: 'mean' }, outputs, 0, row);
    expect(outcomeOf({ kind: 'kl' }, read, read)[0]).toBeCloseTo(0, 9);
  });
});

const decoder = {
  name: 'a decoder',
  folder: '/none',
  hooks: ['logits'],
  causal: true,
} as unknown as EffectModel;
const sentences = { ...decoder, name: 'sentences', hooks: ['resid_final'], causal: false };
const encoder = { ...decoder, causal: false };
const none = { target: false, against: false };

describe('the effect of a model', () => {
  const chosen = (model: EffectModel, options: object, known = none) =>
    chosenEffect(model, effectOptions.parse(options), known);

  it('is what the model and the pairs allow, unless told', () => {
    expect(chosen(sentences, {})).toMatchObject({ kind: 'pooled', position: 'last', pooling: 'mean' });
    expect(chosen(decoder, {}).kind).toBe('loss');
    expect(chosen(encoder, {}).kind).toBe('pooled');
    expect(chosen(encoder, {}, { target: true, against: true })).toMatchObject({
      kind: 'logit_difference',
      position: 'mask',
    });
    expect(chosen(decoder, { position: '4' }, { target: true, against: false })).toMatchObject({
      kind: 'log_probability',
      position: 4,
    });
  });

  it('refuses what the model cannot give, in words', () => {
    expect(() => chosen(sentences, { effect: 'kl' })).toThrow(/no language-model head.*Choose pooled/);
    expect(() => chosen(encoder, { effect: 'loss' })).toThrow(/masked tokens only/);
    expect(() => chosen(decoder, { effect: 'logit_difference' })).toThrow(/name it with target/);
    expect(() => chosen(decoder, { effect: 'logit_difference' }, { target: true, against: false })).toThrow(
      /of two tokens/,
    );
  });

  it('finds its place in a statement', () => {
    const special = { maskId: 9, specialIds: new Set([3]) };
    expect(placeInStatement('last', [1, 2, 3], null)).toBe(2);
    expect(placeInStatement('last', [1, 2, 3], special)).toBe(1);
    expect(placeInStatement('mask', [1, 9, 3], special)).toBe(1);
    expect(placeInStatement('mask', [1, 2, 3], special)).toBeNull();
    expect(placeInStatement(3, [1, 2, 3], null)).toBeNull();
  });
});

describe('a token by its name', () => {
  const words = new Map([
    [' whale', [4]],
    ['whale', [8, 9]],
    [' negation', [5, 6]],
    ['negation', [7, 6]],
    [' x', [0]],
    ['x', [0]],
  ]);
  const tokenizer = {
    encode: (text: string) => [1, ...(words.get(text) ?? [])],
    describe: (_: string | null, ids: readonly number[]) => ids.map((id) => ({ text: ` t${id}` })),
    specialIds: new Set([1]),
    isOrdinary: (id: number) => id > 3,
  } as unknown as Tokenizer;
  const model = { tokenizer, dimensions: { vocabularySize: 10 } } as never;

  it('is a word as it stands in a sentence, or an id', () => {
    expect(namedToken('whale', model, 'refuse')).toEqual({ id: 4 });
    expect(namedToken('#9', model, 'refuse')).toEqual({ id: 9 });
    expect(
      namedToken('7', { tokenizer: null, dimensions: { vocabularySize: 10 } } as never, 'refuse'),
    ).toEqual({
      id: 7,
    });
  });

  it('is refused, or its first token, where it has several', () => {
    expect(namedToken('negation', model, 'first')).toEqual({ id: 5 });
    expect(namedToken('negation', model, 'refuse')).toEqual({ problem: 'is 2 tokens (“t5”, “t6”)' });
    expect(namedToken('x', model, 'refuse')).toEqual({ problem: 'is not in the vocabulary' });
    expect(namedToken('#10', model, 'refuse')).toEqual({ problem: 'is outside the vocabulary of 10' });
  });
});

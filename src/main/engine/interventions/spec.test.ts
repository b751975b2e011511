import { describe, expect, it } from 'vitest';
import type { TokenBatch } from '../inference/token-batch.ts';
import { interventionsOf, parseInterventionSpec } from './spec.ts';

const Z = 'blocks.0.attn.hook_z';
const one = (fields: object) => JSON.stringify({ interventions: [{ hook: Z, value: 'zero', ...fields }] });

describe('parseInterventionSpec', () => {
  it('takes every field, and no interventions', () => {
    const interventions = [
      { hook: Z, head: 1, positions: [0, 2], value: 'mean' },
      { hook: Z, value: { from: 'other.json' } },
    ];
    expect(parseInterventionSpec(JSON.stringify({ interventions }), 's.json')).toEqual({ interventions });
    expect(parseInterventionSpec('{"interventions": []}', 's.json')).toEqual({ interventions: [] });
  });

  it.each([
    ['no JSON', '{"interventions"', /^s\.json is not JSON: /],
    ['no object', '[]', /^s\.json: .*expected object/],
    ['no list', '{}', /^s\.json: interventions: .*expected array/],
    ['another field', '{"interventions": [], "seed": 1}', /"seed"/],
    ['no hook', '{"interventions": [{"value": "zero"}]}', /interventions\[0\]\.hook: /],
    [
      'no value',
      JSON.stringify({ interventions: [{ hook: Z }] }),
      /interventions\[0\]\.value: expected "zero", "mean" or/,
    ],
    [
      'an unknown value',
      one({ value: 'one' }),
      /interventions\[0\]\.value: expected "zero", "mean" or {"from": PATH}/,
    ],
    ['a value with more in it', one({ value: { from: 'a', to: 'b' } }), /interventions\[0\]\.value: .*"to"/],
    ['a head that is a name', one({ head: 'first' }), /interventions\[0\]\.head: .*number/],
    ['a head below 0', one({ head: -1 }), /interventions\[0\]\.head: /],
    ['half a position', one({ positions: [1, 0.5] }), /interventions\[0\]\.positions\[1\]: /],
    ['one position, not in a list', one({ positions: 1 }), /interventions\[0\]\.positions: .*array/],
    ['no positions in the list', one({ positions: [] }), /interventions\[0\]\.positions: /],
    ['heads', one({ heads: [1] }), /interventions\[0\]: .*"heads"/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => parseInterventionSpec(text, 's.json')).toThrow(message);
    expect(() => parseInterventionSpec(text, 's.json')).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST' }) as Error,
    );
  });
});

describe('interventionsOf', () => {
  const runs: (readonly string[])[] = [];
  const model = {
    hooks: [Z, 'logits'],
    dimensions: {
      layers: 1,
      heads: 1,
      dModel: 1,
      dHead: 1,
      maxPositions: 9,
      vocabularySize: 9,
      tokenTypes: 0,
    },
    run: (_batch: TokenBatch, hooks: readonly string[]) => {
      runs.push(hooks);
      return Promise.resolve(new Map(hooks.map((hook) => [hook, { dims: [], data: new Float32Array() }])));
    },
  };
  const parse = (...interventions: object[]) => parseInterventionSpec(JSON.stringify({ interventions }), 's');

  it('reads and runs each file once, for all hook points that need it', async () => {
    const read: string[] = [];
    const spec = parse(
      { hook: Z, head: 0, value: { from: 'a.json' } },
      { hook: 'logits', positions: [1], value: { from: 'a.json' } },
      { hook: Z, value: 'zero' },
    );
    const interventions = await interventionsOf(spec, model, (path) => {
      read.push(path);
      return Promise.resolve({ inputIds: [[1, 2]] });
    });
    expect(read).toEqual(['a.json']);
    expect(runs).toEqual([[Z, 'logits']]);
    const [first, second, third] = interventions;
    expect(first).toMatchObject({ hook: Z, heads: [0], value: { kind: 'recorded' } });
    expect(second).toMatchObject({ hook: 'logits', positions: [1], value: first?.value });
    expect(third).toEqual({ hook: Z, value: { kind: 'zero' } });
  });

  it('names the file whose inputs the model refuses, and hook points that are not there', async () => {
    const ids = [[1, 10]];
    const spec = parse({ hook: Z, value: { from: 'a.json' } });
    await expect(
      interventionsOf(spec, model, () => Promise.resolve({ inputIds: ids })),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: 'a.json: input_ids[0][1] is 10, outside 0 … 8',
      details: { path: 'a.json' },
    });
    await expect(
      interventionsOf(parse({ hook: 'hook_z', value: 'zero' }), model, () => Promise.reject(new Error())),
    ).rejects.toMatchObject({ code: 'HOOK_UNKNOWN', details: { hook: 'hook_z' } });
  });
});

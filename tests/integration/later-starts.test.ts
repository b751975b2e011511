/** Graphs that begin at a block: from the stream that enters it they compute what the whole model computes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { residPreHook, zHook } from '../../src/core/architectures/hook-names.ts';
import { noReplacement } from '../../src/main/engine/inference/replacement.ts';
import {
  activationOf,
  ALIKE,
  DECODERS,
  ENCODERS,
  goldenFolder,
  openReference,
  type Reference,
} from './parity.ts';

const LAYERED = [...ENCODERS, ...DECODERS, ...ALIKE].filter((name) => name !== 'attention_only-0');

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? NaN))), 0);
}

describe.each(LAYERED)('%s', (name) => {
  let reference: Reference;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
  });
  afterAll(() => reference.close());

  it('goes on from a block to the same end', async () => {
    const { model, inputs } = reference;
    const last = model.dimensions.layers - 1;
    const hooks = ['resid_final', zHook(last), ...(model.hooks.includes('logits') ? ['logits'] : [])];
    const start = residPreHook(last);
    const whole = await model.run(inputs, [...hooks, start]);
    const replacements = new Map([[zHook(last), noReplacement(4)]]);
    const from = { start: { hook: start, values: activationOf(whole, start) }, replacements };
    const later = await model.runVariant(inputs, hooks, from);
    expect([...later.keys()]).toEqual(hooks);
    for (const hook of hooks)
      expect(largestDifference(activationOf(later, hook).data, activationOf(whole, hook).data)).toBeLessThan(
        1e-5,
      );
  });
});

describe('a graph that begins later', () => {
  it('takes a stream as long as its batch', async () => {
    const reference = await openReference(goldenFolder('gpt2'));
    const { model, inputs } = reference;
    const hook = residPreHook(1);
    const short = {
      hook,
      values: { dims: [1, 1, model.dimensions.dModel], data: new Float32Array(model.dimensions.dModel) },
    };
    await expect(model.runVariant(inputs, ['resid_final'], { start: short })).rejects.toThrow(
      /blocks\.1\.hook_resid_pre is given as \[1, 1, \d+\]/,
    );
    await reference.close();
  });
});

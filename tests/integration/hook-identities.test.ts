/** Identities that hold between the hook points of a model whatever its weights, on the checkpoints of tests/fixtures/golden. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Activation } from '../../src/main/engine/inference/hooked-session.ts';
import { activationOf, DECODERS, ENCODERS, goldenFolder, openReference, type Reference } from './parity.ts';

const LAYERS = [0, 1];
/** attention_only-0 has no layers. */
const WITH_LAYERS = [...ENCODERS, ...DECODERS].filter((name) => name !== 'attention_only-0');

/** Largest |left - right| over all positions, padding included. */
function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  expect(left.length).toBe(right.length);
  return Array.from(left).reduce(
    (worst, value, at) => Math.max(worst, Math.abs(value - (right[at] ?? NaN))),
    0,
  );
}

const sum = (...terms: readonly Activation[]) =>
  terms.map(({ data }) => data).reduce((a, b) => a.map((value, at) => value + (b[at] ?? NaN)));

describe.each(WITH_LAYERS)('%s', (name) => {
  let reference: Reference;
  let run: Map<string, Activation>;
  let causal: boolean;
  beforeAll(async () => {
    reference = await openReference(goldenFolder(name));
    run = await reference.model.run(reference.inputs, reference.model.hooks);
    causal = DECODERS.includes(name);
  });
  afterAll(() => reference.close());
  const hook = (hookName: string) => activationOf(run, hookName);
  const has = (hookName: string) => run.has(hookName);

  it.each(LAYERS)(
    'the rows of each pattern of layer %i sum to 1, with nothing on what is masked',
    (layer) => {
      const { dims, data } = hook(`blocks.${layer}.attn.hook_pattern`);
      const [, heads = 0, length = 0] = dims;
      for (let row = 0; row < data.length / length; row++) {
        const weights = data.subarray(row * length, (row + 1) * length);
        expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 6);
        const real = reference.tokens[Math.floor(row / (heads * length))] ?? 0;
        const visible = causal ? Math.min(real, (row % length) + 1) : real;
        expect(weights.subarray(visible).every((weight) => weight === 0)).toBe(true);
      }
    },
  );

  it.each(LAYERS)('z is pattern times v in layer %i', (layer) => {
    const pattern = hook(`blocks.${layer}.attn.hook_pattern`);
    const v = hook(`blocks.${layer}.attn.hook_v`);
    const z = hook(`blocks.${layer}.attn.hook_z`);
    const [batch = 0, length = 0, heads = 0, dHead = 0] = z.dims;
    const sharing = heads / (v.dims[2] ?? NaN);
    const expected = new Float64Array(z.data.length);
    for (let b = 0; b < batch; b++)
      for (let h = 0; h < heads; h++)
        for (let query = 0; query < length; query++)
          for (let key = 0; key < length; key++) {
            const weight = pattern.data[((b * heads + h) * length + query) * length + key] ?? NaN;
            const source = (b * length + key) * (heads / sharing) + Math.floor(h / sharing);
            for (let i = 0; i < dHead; i++) {
              const at = ((b * length + query) * heads + h) * dHead + i;
              expected[at] = (expected[at] ?? NaN) + weight * (v.data[source * dHead + i] ?? NaN);
            }
          }
    expect(distance(z.data, expected)).toBeLessThan(1e-5);
  });

  it.each(LAYERS)(
    'scores are q·k, scaled, on keys in sight, the pattern their softmax, in layer %i',
    (layer) => {
      const attention = `blocks.${layer}.attn`;
      const q = hook(`${attention}.${has(`${attention}.hook_rot_q`) ? 'hook_rot_q' : 'hook_q'}`);
      const k = hook(`${attention}.${has(`${attention}.hook_rot_k`) ? 'hook_rot_k' : 'hook_k'}`);
      const [scores, pattern] = [hook(`${attention}.hook_attn_scores`), hook(`${attention}.hook_pattern`)];
      const [, length = 0, heads = 0, dHead = 0] = q.dims;
      const sharing = heads / (k.dims[2] ?? NaN);
      // scale_attn_by_inverse_layer_idx without scale_attn_weights
      const divisor = name === 'gpt2-scaled' ? layer + 1 : Math.sqrt(dHead);
      for (const [b, real] of reference.tokens.entries())
        for (let h = 0; h < heads; h++)
          for (let query = 0; query < real; query++) {
            const row = ((b * heads + h) * length + query) * length;
            const visible = causal ? query + 1 : real;
            const own: number[] = [];
            for (let key = 0; key < visible; key++) {
              const source = (b * length + key) * (heads / sharing) + Math.floor(h / sharing);
              let dot = 0;
              for (let i = 0; i < dHead; i++)
                dot +=
                  (q.data[((b * length + query) * heads + h) * dHead + i] ?? NaN) *
                  (k.data[source * dHead + i] ?? NaN);
              own.push(dot / divisor);
            }
            const total = own.reduce((a, score) => a + Math.exp(score - Math.max(...own)), 0);
            own.forEach((score, key) => {
              expect(Math.abs((scores.data[row + key] ?? NaN) - score)).toBeLessThan(1e-4);
              expect(pattern.data[row + key]).toBeCloseTo(Math.exp(score - Math.max(...own)) / total, 5);
            });
            expect(scores.data.subarray(row + visible, row + length).every((score) => score < -3e38)).toBe(
              true,
            );
          }
    },
  );

  it.each(LAYERS)('the residual stream of layer %i adds up', (layer) => {
    const block = (part: string) => hook(`blocks.${layer}.${part}`);
    const [pre, attention] = [block('hook_resid_pre'), block('hook_attn_out')];
    const isAfter = ENCODERS.includes(name);
    const isParallel = name === 'gpt_neox';
    expect(has(`blocks.${layer}.hook_resid_mid`)).toBe(!isParallel && name !== 'attention_only');
    if (name === 'attention_only')
      expect(distance(block('hook_resid_post').data, sum(pre, attention))).toBe(0);
    else if (isParallel)
      expect(distance(block('hook_resid_post').data, sum(pre, attention, block('hook_mlp_out')))).toBe(0);
    else {
      expect(distance(block('hook_resid_mid').data, sum(pre, attention))).toBe(0);
      const read = block(isAfter ? 'hook_normalized_resid_mid' : 'hook_resid_mid');
      expect(distance(block('hook_resid_post').data, sum(read, block('hook_mlp_out')))).toBe(0);
    }
    const left = block(isAfter ? 'hook_normalized_resid_post' : 'hook_resid_post');
    if (layer === 0) expect(distance(hook('blocks.1.hook_resid_pre').data, left.data)).toBe(0);
    else if (isAfter) expect(distance(hook('resid_final').data, left.data)).toBe(0);
  });

  it('the stream begins with the embeddings', () => {
    const first = hook('blocks.0.hook_resid_pre').data;
    if (has('hook_full_embed')) expect(distance(first, hook('hook_full_embed').data)).toBe(0);
    else if (has('hook_pos_embed'))
      expect(distance(first, sum(hook('hook_embed'), hook('hook_pos_embed')))).toBe(0);
    else expect(distance(first, hook('hook_embed').data)).toBe(0);
  });
});

import { expect, it } from 'vitest';
import { isTooLongFor, normOfKind, valueKindsOf } from './layer-norms.ts';

const hooks = (...places: string[]) => ['attn.hook_pattern', ...places].map((place) => `blocks.0.${place}`);
const POST = hooks('hook_resid_mid', 'hook_normalized_resid_mid', 'mlp.hook_post');
const PRE = hooks('hook_resid_mid', 'mlp.hook_post');
const GATED = hooks('hook_resid_mid', 'mlp.hook_pre_linear', 'mlp.hook_post');
const PARALLEL = hooks('mlp.hook_post');

it('maps are of the level that a model has', () => {
  expect(normOfKind('attn_res_ln', POST)).toEqual({ quantity: 'attn_res_ln_n' });
  expect(normOfKind('attn_res_ln', PRE)).toEqual({ quantity: 'attn_res_ln2_n' });
  expect(normOfKind('atb_ff', POST)).toEqual({ quantity: 'atb_ff_res_ln_n' });
  expect(normOfKind('atb_ff', PRE)).toEqual({ quantity: 'atb_ff_res_n' });
});

it('what is not defined is not offered, and has a reason', () => {
  expect(valueKindsOf(POST)).toContain('atb_ff');
  expect(valueKindsOf(GATED)).not.toContain('atb_ff');
  expect(normOfKind('atb_ff', GATED)).toMatchObject({
    quantity: null,
    why: expect.stringContaining('gated') as string,
  });
  expect(valueKindsOf(PARALLEL)).toEqual(['centred', 'weight_norm', 'attn_res', 'earlier']);
  expect(normOfKind('attn_res_ln', PARALLEL)).toMatchObject({
    why: expect.stringContaining('parallel') as string,
  });
});

it('only the feed-forward layer is limited to shorter texts', () => {
  expect(isTooLongFor('atb_ff', 129)).toBe(true);
  expect(isTooLongFor('atb_ff', 128)).toBe(false);
  expect(isTooLongFor('attn_res_ln', 4000)).toBe(false);
});

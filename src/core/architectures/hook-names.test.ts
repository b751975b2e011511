import { expect, it } from 'vitest';
import { inEveryLayer, inLayer, patternHook, placeOf, zHook } from './hook-names.ts';

it('names are those of TransformerLens', () => {
  expect(patternHook(0)).toBe('blocks.0.attn.hook_pattern');
  expect(zHook(11)).toBe('blocks.11.attn.hook_z');
  expect(inEveryLayer('attn.hook_z')).toBe('blocks.*.attn.hook_z');
});

it.each([
  ['blocks.3.attn.hook_z', 3, 'attn.hook_z'],
  ['blocks.12.hook_resid_pre', 12, 'hook_resid_pre'],
  ['ln_final.hook_normalized', null, 'ln_final.hook_normalized'],
  ['logits', null, 'logits'],
])('%s is in layer %s at %s', (name, layer, place) => {
  expect(placeOf(name)).toEqual({ layer, place });
});

it('is at the same place of another layer', () => {
  expect(inLayer('blocks.3.attn.hook_z', 10)).toBe('blocks.10.attn.hook_z');
  expect(inLayer('embed.hook_embed', 10)).toBe('embed.hook_embed');
});

import { describe, expect, test } from 'vitest';
import { describeHook, inAllLayers, probeCommand } from './hook-words.ts';

describe('a hook point in words', () => {
  test('attention over keys', () => {
    const { title, axes, layer } = describeHook(
      { name: 'blocks.3.attn.hook_pattern', axes: ['batch', 12, 'pos', 'pos'] },
      12,
    );
    expect({ title, layer }).toEqual({ title: 'Attention pattern', layer: 3 });
    expect(axes).toEqual([
      { name: 'batch', size: null },
      { name: 'head', size: 12 },
      { name: 'query', size: null },
      { name: 'key', size: null },
    ]);
  });
  test('keys that several heads share', () => {
    const { axes } = describeHook({ name: 'blocks.0.attn.hook_k', axes: ['batch', 'pos', 4, 64] }, 16);
    expect(axes.map(({ name, size }) => [name, size])).toEqual([
      ['batch', null],
      ['position', null],
      ['key-value head', 4],
      ['d_head', 64],
    ]);
  });
  test('the embedding goes by either name', () => {
    const axes = ['batch', 'pos', 32];
    expect(describeHook({ name: 'embed.hook_embed', axes }, 4)).toEqual(
      describeHook({ name: 'hook_embed', axes }, 4),
    );
    expect(describeHook({ name: 'hook_embed', axes }, 4).layer).toBeNull();
  });
  test('one that nobody has described still has its axes', () => {
    const hook = { name: 'blocks.1.mlp.hook_router', axes: ['batch', 'pos', 8] };
    expect(describeHook(hook, 4)).toMatchObject({
      title: 'Hook point',
      axes: [
        { name: 'batch', size: null },
        { name: 'pos', size: null },
        { name: 'axis 2', size: 8 },
      ],
    });
  });
});

test('names for the command line', () => {
  expect(inAllLayers('blocks.1.hook_resid_pre', 3)).toBe(
    'blocks.0.hook_resid_pre,blocks.1.hook_resid_pre,blocks.2.hook_resid_pre',
  );
  expect(inAllLayers('logits', 3)).toBe('logits');
  expect(probeCommand('openai-community/gpt2', 'logits')).toContain('--model openai-community/gpt2 ');
  expect(probeCommand("/home/some body/it's", 'logits')).toContain(
    String.raw`--model '/home/some body/it'\''s' `,
  );
});

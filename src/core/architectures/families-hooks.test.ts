/** Hook points in the order of computation, and what is given of the logits. */
import { describe, expect, it } from 'vitest';
import { compileCheckpoint } from './families.ts';
import type { LogitOutput } from './logit-names.ts';
import { PLAIN_GRAPH } from './model-builder.ts';
import { golden, hooksOf, FAMILIES, WITH_HEAD } from './families.example.ts';

describe('hook points, in the order of computation', () => {
  const names = (name: string) => hooksOf(name).map(([hook]) => hook);
  const block = (layer: number, ...hooks: string[]) => hooks.map((hook) => `blocks.${layer}.${hook}`);
  const attention = ['q', 'k', 'v', 'attn_scores', 'pattern', 'z'].map((hook) => `attn.hook_${hook}`);
  const rotary = ['q', 'k', 'v', 'rot_q', 'rot_k', 'attn_scores', 'pattern', 'z'];

  it('of a GPT-2 are those of TransformerLens', () => {
    const layer = [
      'hook_resid_pre',
      'ln1.hook_normalized',
      ...attention,
      'hook_attn_out',
      'hook_resid_mid',
      'ln2.hook_normalized',
      'mlp.hook_pre',
      'mlp.hook_post',
      'hook_mlp_out',
      'hook_resid_post',
    ];
    expect(names('gpt2')).toEqual([
      'hook_embed',
      'hook_pos_embed',
      ...block(0, ...layer),
      ...block(1, ...layer),
      'ln_final.hook_normalized',
      'resid_final',
      'logits',
    ]);
  });

  it('of a Llama: scales, rotations, the gate, and as many keys and values as there are heads of them', () => {
    const layer = [
      'hook_resid_pre',
      'ln1.hook_scale',
      'ln1.hook_normalized',
      ...rotary.map((hook) => `attn.hook_${hook}`),
      'hook_attn_out',
      'hook_resid_mid',
      'ln2.hook_scale',
      'ln2.hook_normalized',
      'mlp.hook_pre',
      'mlp.hook_pre_linear',
      'mlp.hook_post',
      'hook_mlp_out',
      'hook_resid_post',
    ];
    expect(names('llama')).toEqual([
      'hook_embed',
      ...block(0, ...layer),
      ...block(1, ...layer),
      'ln_final.hook_scale',
      'ln_final.hook_normalized',
      'resid_final',
      'logits',
    ]);
    const axes = new Map(hooksOf('llama'));
    expect(axes.get('blocks.0.attn.hook_q')).toEqual(['batch', 'pos', 4, 8]);
    for (const hook of ['k', 'rot_k', 'v'])
      expect(axes.get(`blocks.0.attn.hook_${hook}`)).toEqual(['batch', 'pos', 2, 8]);
    expect(axes.get('blocks.0.attn.hook_pattern')).toEqual(['batch', 4, 'pos', 'pos']);
    expect(axes.get('blocks.0.ln1.hook_scale')).toEqual(['batch', 'pos', 1]);
    expect(axes.get('blocks.0.mlp.hook_pre_linear')).toEqual(['batch', 'pos', 20]);
  });

  it('of a GPT-NeoX whose layers are parallel: no resid_mid', () => {
    expect(names('gpt_neox')).not.toContain('blocks.0.hook_resid_mid');
    expect(names('gpt_neox-sequential')).toContain('blocks.0.hook_resid_mid');
  });

  it('of an attention-only model: no MLP; normalisation and positions only where it has them', () => {
    const layer = ['hook_resid_pre', 'ln1.hook_normalized', ...attention, 'hook_attn_out', 'hook_resid_post'];
    expect(names('attention_only')).toEqual([
      'hook_embed',
      'hook_pos_embed',
      ...block(0, ...layer),
      ...block(1, ...layer),
      'ln_final.hook_normalized',
      'resid_final',
      'logits',
    ]);
    expect(names('attention_only-0')).toEqual(['hook_embed', 'resid_final', 'logits']);
  });

  it('can be replaced, one and all', () => {
    for (const name of FAMILIES) {
      const { config, tensors } = golden(name);
      const hooks = names(name);
      const { graph } = compileCheckpoint(config, tensors, {
        ...PLAIN_GRAPH,
        replaceable: new Set(hooks),
      });
      expect(graph.inputs.filter(({ type }) => type === 'bool')).toHaveLength(hooks.length);
    }
  });
});

describe('what is given of the logits', () => {
  const graphFor = (name: string, ...outputs: LogitOutput[]) => {
    const { config, tensors } = golden(name);
    const { graph } = compileCheckpoint(config, tensors, { ...PLAIN_GRAPH, logitOutputs: new Set(outputs) });
    return {
      outputs: graph.outputs.map(({ value, axes }) => [value.name, axes] as const),
      inputs: graph.inputs.map(({ value }) => value.name),
      operators: graph.nodes.map(({ operator }) => operator),
    };
  };

  it.each(WITH_HEAD)('%s: only what is asked for, under those names', (name) => {
    const plain = hooksOf(name);
    const all = graphFor(name, 'logits', 'log_sum_exp', 'chosen_logits', 'loss');
    expect(all.outputs.slice(plain.length)).toEqual([
      ['chosen_logits', ['batch', 'pos', 'choice']],
      ['loss', ['batch', 'pos', 'choice']],
      ['log_sum_exp', ['batch', 'pos']],
    ]);
    expect(all.inputs).toContain('target_ids');
    const total = graphFor(name, 'log_sum_exp');
    const withoutLogits = plain.filter(([hook]) => hook !== 'logits');
    expect(total.outputs).toEqual([...withoutLogits, ['log_sum_exp', ['batch', 'pos']]]);
    expect(total.inputs).not.toContain('target_ids');
  });

  it.each(WITH_HEAD)('%s: for chosen logits no others are computed', (name) => {
    const { outputs } = graphFor(name, 'chosen_logits');
    expect(outputs.map(([output]) => output)).toEqual([
      ...hooksOf(name)
        .map(([hook]) => hook)
        .filter((hook) => hook !== 'logits'),
      'chosen_logits',
    ]);
    if (!name.startsWith('attention_only')) {
      expect(graphFor(name, 'logits').operators).toContain('Gemm');
      expect(graphFor(name, 'chosen_logits').operators).not.toContain('Gemm');
    }
  });
});

/** What is refused, by name. */
import { describe, expect, it } from 'vitest';
import type { TensorDescription } from '../checkpoints/tensor-index.ts';
import { golden, compile, f32, refusal } from './families.example.ts';

describe('checkpoints that are sound, and none that is computed', () => {
  it.each([
    ['config', { quantization_config: { quant_method: 'bitsandbytes' } }, [], /quantised by bitsandbytes/],
    ['config of MLX', { quantization: { bits: 4 } }, [], /quantised for MLX/],
    [
      'tensors of GPTQ',
      {},
      ['bert.encoder.layer.0.attention.self.query.qweight'],
      /quantised \("bert.*qweight"\)/,
    ],
    ['tensors of bitsandbytes', {}, ['bert.pooler.dense.weight.quant_state.bitsandbytes__nf4'], /quantised/],
    ['an adapter', {}, ['bert.encoder.layer.0.attention.self.query.lora_A.default.weight'], /not merged/],
    ['pruned heads', { pruned_heads: { '1': [0] } }, [], /pruned_heads: 0 of layer 1/],
  ])('%s', (_what, change, extras, message) => {
    const { config, tensors } = golden('bert');
    const all = new Map([...tensors, ...extras.map((name): [string, TensorDescription] => [name, f32(2)])]);
    expect(refusal({ ...config, ...change }, all)).toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([{ pruned_heads: {} }, { pruned_heads: { 0: [] } }, { quantization_config: null }])(
    'but not %j',
    (change) => {
      const { config, tensors } = golden('bert');
      expect(compile({ ...config, ...change }, tensors).architecture).toBe('bert');
    },
  );
});

describe('sizes of the config that the tensors contradict', () => {
  it.each([
    ['bert', 'hidden_size', 64],
    ['bert', 'intermediate_size', 41],
    ['bert', 'vocab_size', 106],
    ['bert', 'type_vocab_size', 1],
    ['distilbert', 'dim', 64],
    ['distilbert', 'hidden_dim', 41],
    ['distilbert', 'max_position_embeddings', 41],
    ['roberta', 'max_position_embeddings', 512],
    ['gpt2', 'n_embd', 64],
    ['gpt2', 'n_inner', null],
    ['gpt2', 'n_positions', 1024],
    ['gpt_neox', 'intermediate_size', 41],
    ['llama', 'num_key_value_heads', 4],
    ['llama', 'num_attention_heads', 8],
    ['llama', 'head_dim', 6],
    ['attention_only', 'head_dim', 5],
    ['attention_only', 'num_attention_heads', 2],
  ])('%s: %s %s', (name, field, value) => {
    const { config, tensors } = golden(name);
    expect(refusal({ ...config, [field]: value }, tensors)).toMatchObject({
      code: 'CHECKPOINT_INVALID',
      message: expect.stringMatching(/^tensor "\S+" has shape .*, but by config\.json it is/) as string,
    });
  });
});

describe('variants that are refused, by name', () => {
  it.each([
    ['gpt2', { add_cross_attention: true }, 'unsupported add_cross_attention: true (supported: false)'],
    ['gpt2', { activation_function: 'mish' }, 'unsupported activation_function: "mish"'],
    ['roberta', { is_decoder: true }, 'unsupported is_decoder: true (supported: false)'],
    ['llama', { sliding_window: 4096 }, 'unsupported sliding_window: 4096 (supported: null)'],
    ['llama', { rope_interleaved: true }, 'unsupported rope_interleaved: true (supported: false)'],
    ['llama', { hidden_act: 'relu2' }, 'unsupported hidden_act: "relu2"'],
    ['llama', { rope_parameters: { rope_type: 'longrope' } }, 'unsupported rope_type: "longrope"'],
    ['llama', { head_dim: 2 ** 31 }, 'rotary positions of 2147483648 numbers of a head: at most 65536'],
    [
      'llama',
      { rope_parameters: { rope_type: 'default', partial_rotary_factor: 0.5 } },
      'unsupported partial_rotary_factor: 0.5 (supported: 1)',
    ],
    [
      'llama',
      { quantization_config: { quant_method: 'gptq' } },
      'the weights are quantised by gptq (config.json has quantization_config): take the checkpoint that it was made from, in float32, bfloat16 or float16',
    ],
  ])('%s: %j', (name, change, message) => {
    const { config, tensors } = golden(name);
    const error = refusal({ ...config, ...change }, tensors);
    expect(error.code).toBe('MODEL_UNSUPPORTED');
    expect(error.message).toContain(message);
  });

  it.each([
    ['llama', { num_key_value_heads: 3 }, 'num_attention_heads 4 is no multiple of num_key_value_heads 3'],
    ['gpt2', { n_head: 5 }, 'n_embd 32 is no multiple of n_head 5'],
    ['roberta', { pad_token_id: 41 }, 'max_position_embeddings 42 leaves no position after pad_token_id 41'],
    ['attention_only', { normalization: 'post' }, 'config.json: normalization is "post"'],
    ['attention_only', { attention_bias: undefined }, 'config.json: attention_bias is missing'],
  ])('nonsense in %s: %j', (name, change, message) => {
    const { config, tensors } = golden(name);
    const error = refusal({ ...config, ...change }, tensors);
    expect(error.code).toBe('MODEL_INVALID');
    expect(error.message).toContain(message);
  });

  it('biases that the config denies are left over, and named', () => {
    const { config, tensors } = golden('llama');
    expect(refusal({ ...config, attention_bias: false }, tensors)).toMatchObject({
      code: 'CHECKPOINT_INVALID',
      message: expect.stringContaining('"model.layers.0.self_attn.k_proj.bias"') as string,
    });
  });
});

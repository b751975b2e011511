import { isDecoder } from './decoders.ts';
import { describe, expect, it } from 'vitest';
import { type Config, golden, compile, encoded, f32, refusal, FAMILIES } from './families.example.ts';

describe.each(FAMILIES)('%s', (name) => {
  const { config, tensors } = golden(name);

  it('takes every tensor of the checkpoint, once', () => {
    const taken = compile(config, tensors).weights.weights.map(({ tensor }) => tensor);
    expect(taken.toSorted()).toEqual([...tensors.keys()].toSorted());
  });

  it('names any tensor that is missing', () => {
    for (const missing of tensors.keys()) {
      const { code, message } = refusal(config, new Map([...tensors].filter(([key]) => key !== missing)));
      // Without its first part, a head is no head, and the rest of it is what is named.
      const isHead = /^(cls\.predictions\.transform|lm_head|vocab_transform)(\.dense)?\.weight$/.test(
        missing,
      );
      const isHeadOfEncoder = isHead && name.includes('bert');
      expect([missing, code]).toEqual([missing, isHeadOfEncoder ? 'CHECKPOINT_INVALID' : 'TENSOR_MISSING']);
      expect(message).toContain(isHeadOfEncoder ? 'no place for' : `"${missing}"`);
    }
  });

  it('names any tensor of another shape, with both shapes', () => {
    for (const [key, { shape }] of tensors) {
      const other = shape.map((size, axis) => (axis === 0 ? size + 1 : size));
      const { code, message } = refusal(config, new Map(tensors).set(key, f32(...other)));
      expect(code).toBe('CHECKPOINT_INVALID');
      expect(message).toBe(
        `tensor "${key}" has shape [${other.join(', ')}], but by config.json it is [${shape.join(', ')}]`,
      );
    }
  });

  it('refuses to leave over a layer, or a tensor that it does not know, and names it', () => {
    const layers = ['num_hidden_layers', 'n_layers', 'n_layer'].find((field) => field in config);
    if (layers === undefined) throw new Error(`${name} has no number of layers`);
    if (config[layers] !== 0) {
      const { code, message } = refusal({ ...config, [layers]: 1 }, tensors);
      expect(code).toBe('CHECKPOINT_INVALID');
      expect(message).toMatch(/^the model of config\.json has no place for "\S+\.1\.\S+", .* more of the/);
    }
    const [first = ''] = tensors.keys();
    const unknown = `${first}_extra`;
    expect(refusal(config, new Map(tensors).set(unknown, f32(3)))).toMatchObject({
      code: 'CHECKPOINT_INVALID',
      message: `the model of config.json has no place for "${unknown}" of the checkpoint`,
    });
  });
});

describe('families that compute as another one', () => {
  it('take texts up to the window of attention, within which it changes nothing', () => {
    const longest = (name: string, change: Config) => {
      const { config, tensors } = golden(name);
      return compile({ ...config, ...change }, tensors).dimensions.maxPositions;
    };
    expect(longest('mistral', {})).toBe(9);
    expect(longest('mistral', { sliding_window: null })).toBe(40);
    expect(longest('mistral', { sliding_window: undefined })).toBe(40);
    expect(longest('qwen2', {})).toBe(40);
    expect(longest('qwen2', { use_sliding_window: true, sliding_window: 7 })).toBe(7);
    const { config, tensors } = golden('llama');
    expect(refusal({ ...config, sliding_window: 7 }, tensors).message).toContain(
      'unsupported sliding_window: 7',
    );
  });

  it('are refused where they do not', () => {
    const { config, tensors } = golden('electra');
    expect(refusal({ ...config, embedding_size: 8 }, tensors)).toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: 'unsupported embedding_size: 8 (supported: 16)',
    });
  });
});

describe('which are decoders', () => {
  it.each(FAMILIES)('%s', (name) => {
    const { config, tensors } = golden(name);
    const { architecture, causal } = compile(config, tensors);
    expect(causal).toBe(!/bert|electra/.test(name));
    expect(isDecoder(architecture)).toBe(causal);
  });
});

describe('fields that a config may leave out', () => {
  // Values of the golden configs that are the defaults of transformers' config classes.
  it.each([
    ['bert', ['hidden_act', 'layer_norm_eps', 'type_vocab_size', 'tie_word_embeddings', 'is_decoder']],
    ['distilbert', ['activation', 'tie_word_embeddings']],
    ['roberta', ['hidden_act', 'layer_norm_eps', 'pad_token_id', 'tie_word_embeddings', 'is_decoder']],
    [
      'gpt2',
      [
        'activation_function',
        'layer_norm_epsilon',
        'scale_attn_weights',
        'tie_word_embeddings',
        'scale_attn_by_inverse_layer_idx',
        'add_cross_attention',
      ],
    ],
    [
      'gpt_neox',
      ['hidden_act', 'layer_norm_eps', 'use_parallel_residual', 'attention_bias', 'tie_word_embeddings'],
    ],
    ['llama', ['hidden_act', 'rms_norm_eps', 'tie_word_embeddings']],
    ['llama-tied', ['attention_bias', 'mlp_bias', 'rope_interleaved', 'sliding_window']],
  ])('%s: %j', (name, fields) => {
    const { config, tensors } = golden(name);
    const short = Object.fromEntries(Object.entries(config).filter(([field]) => !fields.includes(field)));
    expect(encoded(short, tensors)).toEqual(encoded(config, tensors));
  });

  it('what GPT-NeoX and GPT-2 then have: a quarter of each head rotary, MLPs four times as wide', () => {
    const neox = golden('gpt_neox');
    const without = { ...neox.config, rope_parameters: undefined };
    expect(encoded(without, neox.tensors)).toEqual(encoded({ ...without, rotary_pct: 0.25 }, neox.tensors));
    const scaled = golden('gpt2-scaled');
    expect(scaled.config.n_inner ?? null).toBeNull();
    expect(scaled.tensors.get('transformer.h.0.mlp.c_fc.weight')?.shape).toEqual([20, 80]);
  });
});

/** Every family on the header and the config of its checkpoint in tests/fixtures/golden: what is taken, left and refused. */
import { isDecoder } from './decoders.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSafetensorsHeader } from '../checkpoints/safetensors.ts';
import type { TensorDescription } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import { encodeModel } from '../onnx/encode.ts';
import { compileCheckpoint } from './families.ts';
import type { LogitOutput } from './logit-names.ts';
import { PLAIN_GRAPH } from './model-builder.ts';

const GOLDEN = join(import.meta.dirname, '../../../tests/fixtures/golden');

type Config = Readonly<Record<string, unknown>>;
type Tensors = Map<string, TensorDescription>;

function golden(name: string): { config: Config; tensors: Tensors } {
  const weights = readFileSync(join(GOLDEN, name, 'model.safetensors'));
  const config = JSON.parse(readFileSync(join(GOLDEN, name, 'config.json'), 'utf8')) as Config;
  return { config, tensors: new Map(parseSafetensorsHeader(weights, weights.length).tensors) };
}

const compile = (config: Config, tensors: Tensors) => compileCheckpoint(config, tensors);
const hooksOf = (name: string) => {
  const { config, tensors } = golden(name);
  return compile(config, tensors).graph.outputs.map(({ value, axes }) => [value.name, axes] as const);
};
const encoded = (config: Config, tensors: Tensors) =>
  encodeModel(compile(config, tensors).graph, { externalFile: 'weights.data', producerVersion: '1' });
const f32 = (...shape: number[]): TensorDescription => ({ dtype: 'F32', shape });
const renamed = (tensors: Tensors, rename: (name: string) => string): Tensors =>
  new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
/** What compiling throws; a run that throws nothing fails. */
function refusal(config: Config, tensors: Tensors): CoreError {
  try {
    compile(config, tensors);
  } catch (error) {
    if (error instanceof CoreError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const FAMILIES = [
  'bert',
  'distilbert',
  'roberta',
  'gpt2',
  'gpt2-scaled',
  'gpt_neox',
  'gpt_neox-sequential',
  'llama',
  'llama-tied',
  'xlm-roberta',
  'camembert',
  'electra',
  'mistral',
  'qwen2',
  'attention_only',
  'attention_only-0',
];

/** Of ELECTRA the encoder alone is computed. */
const WITH_HEAD = FAMILIES.filter((name) => name !== 'electra');

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

describe('what real checkpoints hold besides', () => {
  // Found in bert-base-uncased, bert-tiny, all-MiniLM-L6-v2, distilbert-base-uncased, roberta-base, gpt2, distilgpt2,
  // pythia-70m and TinyLlama, as transformers' and trl's classes save them.
  const EXTRAS: [name: string, extras: string[]][] = [
    [
      'bert',
      [
        'bert.pooler.dense.weight',
        'bert.pooler.dense.bias',
        'bert.embeddings.position_ids',
        'cls.predictions.decoder.weight',
        'cls.predictions.decoder.bias',
        'cls.seq_relationship.weight',
        'cls.seq_relationship.bias',
        'classifier.weight',
        'fit_dense.bias',
      ],
    ],
    [
      'distilbert',
      [
        'distilbert.embeddings.position_ids',
        'vocab_projector.weight',
        'pre_classifier.bias',
        'qa_outputs.bias',
      ],
    ],
    [
      'roberta',
      [
        'roberta.embeddings.position_ids',
        'roberta.pooler.dense.weight',
        'roberta.pooler.dense.bias',
        'lm_head.decoder.weight',
        'lm_head.decoder.bias',
        'classifier.dense.weight',
      ],
    ],
    [
      'gpt2',
      [
        'transformer.h.0.attn.bias',
        'transformer.h.1.attn.masked_bias',
        'lm_head.weight',
        'score.weight',
        'v_head.summary.weight',
        'multiple_choice_head.summary.bias',
      ],
    ],
    [
      'gpt_neox',
      ['bias', 'masked_bias', 'rotary_emb.inv_freq'].map((buffer) => `gpt_neox.layers.1.attention.${buffer}`),
    ],
    ['llama', ['model.layers.0.self_attn.rotary_emb.inv_freq', 'model.rotary_emb.inv_freq', 'score.weight']],
    ['llama-tied', ['lm_head.weight']],
  ];
  it.each(EXTRAS)('%s: %j', (name, extras) => {
    const { config, tensors } = golden(name);
    const more = new Map(tensors);
    for (const extra of extras) more.set(extra, f32(3));
    expect(compile(config, more).weights.parameters).toBe(compile(config, tensors).weights.parameters);
  });

  it.each([
    ['bert', 'bert.', ['pooler.dense.weight', 'classifier.weight']],
    ['distilbert', 'distilbert.', ['pre_classifier.weight']],
    ['roberta', 'roberta.', ['pooler.dense.bias']],
    ['gpt2', 'transformer.', ['h.0.attn.bias']],
    ['gpt_neox', 'gpt_neox.', ['layers.0.attention.masked_bias']],
    ['llama', 'model.', ['score.weight']],
  ])('%s saved without its prefix %s', (name, prefix, extras) => {
    const { config, tensors } = golden(name);
    const bare = renamed(tensors, (key) => key.replace(prefix, ''));
    for (const extra of extras) bare.set(extra, f32(3));
    const { weights, graph } = compile(config, bare);
    expect(weights.parameters).toBe(compile(config, tensors).weights.parameters);
    expect(graph.outputs.map(({ value }) => value.name)).toEqual(hooksOf(name).map(([hook]) => hook));
  });

  it.each([
    ['roberta', /LayerNorm\.weight$/, 'LayerNorm.gamma'],
    ['roberta', /LayerNorm\.bias$/, 'LayerNorm.beta'],
    ['gpt_neox', /^embed_out\./, 'lm_head.'],
    ['llama-tied', /^model\.embed_tokens\./, 'lm_head.'],
    ['gpt2', /^transformer\.wte\./, 'lm_head.'],
  ])('%s with other names: %s as %s', (name, from, to) => {
    const { config, tensors } = golden(name);
    const other = renamed(tensors, (key) => key.replace(from, to));
    expect([...other.keys()].some((key) => key.includes(to))).toBe(true);
    expect(compile(config, other).weights.parameters).toBe(compile(config, tensors).weights.parameters);
  });

  it.each(['bert', 'distilbert', 'roberta', 'gpt_neox'])(
    '%s whose config is from before there was a model_type',
    (name) => {
      const { config, tensors } = golden(name);
      expect(compile({ ...config, model_type: undefined }, tensors).architecture).toBe(name);
    },
  );
});

describe('heads', () => {
  const hasLogits = (config: Config, tensors: Tensors) =>
    compile(config, tensors).graph.outputs.some(({ value }) => value.name === 'logits');
  const without = (tensors: Tensors, pattern: RegExp): Tensors =>
    new Map([...tensors].filter(([name]) => !pattern.test(name)));

  it.each([
    ['bert', /^cls\./],
    ['distilbert', /^vocab_/],
    ['roberta', /^lm_head\./],
  ])('%s was saved without: there are no logits', (name, head) => {
    const { config, tensors } = golden(name);
    expect(hasLogits(config, tensors)).toBe(true);
    expect(hasLogits(config, without(tensors, head))).toBe(false);
  });

  it('a Llama that was saved for another task has no logits; one that claims to have them must', () => {
    const { config, tensors } = golden('llama');
    const bare = without(tensors, /^lm_head\./);
    expect(hasLogits({ ...config, architectures: ['LlamaForSequenceClassification'] }, bare)).toBe(false);
    expect(refusal(config, bare).message).toBe('the checkpoint has no tensor "lm_head.weight"');
    const base = renamed(bare, (key) => key.replace('model.', ''));
    expect(hasLogits(config, base)).toBe(false);
  });

  it('decoders of its own for a RoBERTa and a DistilBERT that are not tied', () => {
    for (const [name, decoder] of [
      ['roberta', 'lm_head.decoder.weight'],
      ['distilbert', 'vocab_projector.weight'],
      ['gpt2', 'lm_head.weight'],
    ] as const) {
      const { config, tensors } = golden(name);
      const untied = { ...config, tie_word_embeddings: false };
      expect(refusal(untied, tensors).message).toContain(`"${decoder}"`);
      const own = compile(untied, new Map(tensors).set(decoder, f32(107, 32)));
      expect(own.weights.weights.map(({ tensor }) => tensor)).toContain(decoder);
    }
  });
});

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

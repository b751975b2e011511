import { describe, expect, it } from 'vitest';
import type { TensorDescription } from '../checkpoints/tensor-index.ts';
import { compileCheckpoint } from './families.ts';
import { PLAIN_GRAPH } from './model-builder.ts';

/** Two heads of width 4, one layer. */
const CONFIG = {
  model_type: 'bert',
  vocab_size: 20,
  hidden_size: 8,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 12,
  max_position_embeddings: 16,
};

function tensorsOf(shapes: Record<string, number[]>): Map<string, TensorDescription> {
  return new Map(Object.entries(shapes).map(([name, shape]) => [name, { dtype: 'F32', shape }]));
}

const linearShapes = (name: string, sizeIn: number, sizeOut: number) => ({
  [`${name}.weight`]: [sizeOut, sizeIn],
  [`${name}.bias`]: [sizeOut],
});
const normShapes = (name: string) => ({ [`${name}.weight`]: [8], [`${name}.bias`]: [8] });

const ENCODER = {
  'embeddings.word_embeddings.weight': [20, 8],
  'embeddings.position_embeddings.weight': [16, 8],
  'embeddings.token_type_embeddings.weight': [2, 8],
  ...normShapes('embeddings.LayerNorm'),
  ...linearShapes('encoder.layer.0.attention.self.query', 8, 8),
  ...linearShapes('encoder.layer.0.attention.self.key', 8, 8),
  ...linearShapes('encoder.layer.0.attention.self.value', 8, 8),
  ...linearShapes('encoder.layer.0.attention.output.dense', 8, 8),
  ...normShapes('encoder.layer.0.attention.output.LayerNorm'),
  ...linearShapes('encoder.layer.0.intermediate.dense', 8, 12),
  ...linearShapes('encoder.layer.0.output.dense', 12, 8),
  ...normShapes('encoder.layer.0.output.LayerNorm'),
};
const HEAD = {
  ...linearShapes('cls.predictions.transform.dense', 8, 8),
  ...normShapes('cls.predictions.transform.LayerNorm'),
  'cls.predictions.bias': [20],
};
const renamed = (shapes: Record<string, number[]>, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [rename(name), shape]));

const compile = (config: Record<string, unknown> = CONFIG, shapes: Record<string, number[]> = ENCODER) =>
  compileCheckpoint(config, tensorsOf(shapes));
const hooksOf = (model: ReturnType<typeof compile>) => model.graph.outputs.map(({ value }) => value.name);

describe('compileBert', () => {
  it('says what the model is like', () => {
    const { architecture, dimensions, weights } = compile();
    expect(architecture).toBe('bert');
    expect(dimensions).toEqual({
      layers: 1,
      heads: 2,
      dModel: 8,
      dHead: 4,
      maxPositions: 16,
      vocabularySize: 20,
      tokenTypes: 2,
    });
    // 20·8 + 16·8 + 2·8 + 2·8, 4·(8·8 + 8), 2·(2·8), 8·12 + 12 + 12·8 + 8
    expect(weights.parameters).toBe(320 + 288 + 32 + 212);
  });

  it('has the hook points of TransformerLens, in the order of computation', () => {
    const block = [
      'hook_resid_pre',
      'attn.hook_q',
      'attn.hook_k',
      'attn.hook_v',
      'attn.hook_attn_scores',
      'attn.hook_pattern',
      'attn.hook_z',
      'hook_attn_out',
      'hook_resid_mid',
      'hook_normalized_resid_mid',
      'mlp.hook_pre',
      'mlp.hook_post',
      'hook_mlp_out',
      'hook_resid_post',
      'hook_normalized_resid_post',
    ];
    const embeddings = [
      'embed.hook_embed',
      'embed.hook_token_type_embed',
      'embed.hook_pos_embed',
      'hook_full_embed',
    ];
    const encoder = [...embeddings, ...block.map((name) => `blocks.0.${name}`), 'resid_final'];
    expect(hooksOf(compile()).toSorted()).toEqual(encoder.toSorted());
    expect(hooksOf(compile(CONFIG, { ...ENCODER, ...HEAD })).at(-1)).toBe('logits');
    const pattern = compile().graph.outputs.find(({ value }) => value.name === 'blocks.0.attn.hook_pattern');
    expect(pattern?.axes).toEqual(['batch', 2, 'pos', 'pos']);
  });

  it('lays weights out for MatMul, one page after the other', () => {
    const { weights, graph } = compile();
    const up = weights.weights.find(({ tensor }) => tensor === 'encoder.layer.0.intermediate.dense.weight');
    expect(up).toMatchObject({ shape: [12, 8], transposed: true, length: 384 });
    expect(
      graph.externalConstants.find(({ value }) => value.name === `${up?.tensor} (transposed)`)?.dims,
    ).toEqual([8, 12]);
    expect(weights.weights.every(({ offset }, index) => offset === index * 4096)).toBe(true);
  });

  it('makes the hook points asked for replaceable, and leaves hook points and weights as they are', () => {
    const read = compile();
    const names = ['blocks.0.attn.hook_z', 'resid_final'];
    const replacing = compileCheckpoint(CONFIG, tensorsOf(ENCODER), {
      ...PLAIN_GRAPH,
      replaceable: new Set(names),
    });
    expect(
      replacing.graph.inputs.map(({ value }) => value.name).filter((name) => name.includes('.')),
    ).toEqual(names.flatMap((name) => [`${name}.mask`, `${name}.replacement`]));
    expect(hooksOf(replacing)).toEqual(hooksOf(read));
    expect(replacing.weights.weights).toEqual(read.weights.weights);
    expect(() =>
      compileCheckpoint(CONFIG, tensorsOf(ENCODER), {
        ...PLAIN_GRAPH,
        replaceable: new Set(['hook_nothing']),
      }),
    ).toThrow(
      expect.objectContaining({
        code: 'HOOK_UNKNOWN',
        message: 'unknown hook point "hook_nothing"',
      }) as Error,
    );
  });

  it('takes parameters under "bert." and by their old names', () => {
    const names = (shapes: Record<string, number[]>) =>
      compile(CONFIG, shapes).weights.weights.map(({ tensor }) => tensor);
    expect(names(renamed(ENCODER, (name) => `bert.${name}`))).toContain(
      'bert.encoder.layer.0.output.dense.bias',
    );
    const old = renamed(ENCODER, (name) =>
      name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'),
    );
    expect(names(old)).toContain('embeddings.LayerNorm.gamma');
  });

  it('ties the decoder to the word embeddings unless the config says not to', () => {
    const shapes = { ...ENCODER, ...HEAD, 'cls.predictions.decoder.weight': [20, 8] };
    const decoders = (config: Record<string, unknown>) =>
      compile(config, shapes).weights.weights.filter(
        ({ tensor }) => tensor === 'cls.predictions.decoder.weight',
      ).length;
    expect(decoders(CONFIG)).toBe(0);
    expect(decoders({ ...CONFIG, tie_word_embeddings: false })).toBe(1);
  });
});

describe('what is refused', () => {
  const without = (name: string) =>
    Object.fromEntries(Object.entries(ENCODER).filter(([key]) => key !== name));
  it.each([
    ['no model_type', { ...CONFIG, model_type: undefined }, ENCODER, 'MODEL_INVALID', /names no model_type/],
    [
      'an unknown model_type',
      { ...CONFIG, model_type: 'bort' },
      ENCODER,
      'MODEL_UNSUPPORTED',
      /"bort" \(supported: bert/,
    ],
    [
      'a missing size',
      { ...CONFIG, hidden_size: undefined },
      ENCODER,
      'MODEL_INVALID',
      /hidden_size is missing/,
    ],
    ['a size that is none', { ...CONFIG, hidden_size: -8 }, ENCODER, 'MODEL_INVALID', /hidden_size is -8/],
    [
      'heads that do not divide',
      { ...CONFIG, num_attention_heads: 3 },
      ENCODER,
      'MODEL_INVALID',
      /hidden_size 8 .* num_attention_heads 3/,
    ],
    [
      'an unknown activation',
      { ...CONFIG, hidden_act: 'mish' },
      ENCODER,
      'MODEL_UNSUPPORTED',
      /unsupported hidden_act: "mish"/,
    ],
    [
      'relative positions',
      { ...CONFIG, position_embedding_type: 'relative_key' },
      ENCODER,
      'MODEL_UNSUPPORTED',
      /position_embedding_type: "relative_key"/,
    ],
    ['a decoder', { ...CONFIG, is_decoder: true }, ENCODER, 'MODEL_UNSUPPORTED', /is_decoder: true/],
    [
      'a missing tensor',
      CONFIG,
      without('encoder.layer.0.attention.self.key.bias'),
      'TENSOR_MISSING',
      /"encoder.layer.0.attention.self.key.bias"/,
    ],
    [
      'no embeddings',
      CONFIG,
      without('embeddings.word_embeddings.weight'),
      'TENSOR_MISSING',
      /embeddings.word_embeddings.weight/,
    ],
    [
      'half a head',
      CONFIG,
      { ...ENCODER, ...linearShapes('cls.predictions.transform.dense', 8, 8) },
      'TENSOR_MISSING',
      /cls.predictions/,
    ],
    [
      'a tensor of another size',
      CONFIG,
      { ...ENCODER, 'embeddings.word_embeddings.weight': [21, 8] },
      'CHECKPOINT_INVALID',
      /\[21, 8\], but by config.json it is \[20, 8\]/,
    ],
  ])('%s', (_what, config, shapes, code, message) => {
    expect(() => compile(config, shapes)).toThrow(message);
    expect(() => compile(config, shapes)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('a tensor of whole numbers', () => {
    const tensors = tensorsOf(ENCODER).set('embeddings.word_embeddings.weight', {
      dtype: 'I8',
      shape: [20, 8],
    });
    expect(() => compileCheckpoint(CONFIG, tensors)).toThrow(/is I8, none of F16, BF16, F32, F64/);
  });
});

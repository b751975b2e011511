/**
 * BERT (Devlin et al. 2019): an encoder with post-layer-normalisation blocks.
 *
 *   hook_full_embed              LN(token + position + token type)
 *   blocks.{l}.hook_resid_pre    what enters the block
 *     .hook_attn_out, .hook_resid_mid = resid_pre + attn_out, .hook_normalized_resid_mid = LN1(resid_mid)
 *     .hook_mlp_out, .hook_resid_post = normalized_resid_mid + mlp_out, .hook_normalized_resid_post = LN2(resid_post)
 *   resid_final                  what leaves the last block: its normalized_resid_post
 *   logits                       of the masked-LM head, where the checkpoint has one
 *
 * Names and meanings are those of TransformerLens' BertBlock and BertEmbed; hook_normalized_resid_mid is the output of
 * its ln1. All are [batch, pos, dModel], logits [batch, pos, vocabulary]; attention.ts and mlp.ts describe theirs. The
 * pooler and heads of other tasks are left out: nothing reads them.
 */
import { z } from 'zod';
import type { TensorIndex } from '../checkpoints/tensor-index.ts';
import { CoreError } from '../errors.ts';
import type { Value } from '../onnx/graph.ts';
import { add, gather, gemmTransposed, positionsLike, reshape, unflatten } from '../onnx/operators.ts';
import { type Activation, activationByName } from './activations.ts';
import type { CompiledModel } from './architecture.ts';
import { paddingMask, selfAttention } from './attention.ts';
import { parseConfig, refuseUnless, size } from './config.ts';
import { layerNorm, takeLayerNorm } from './layer-norm.ts';
import { linear, takeLinear } from './linear.ts';
import { mlp } from './mlp.ts';
import { ModelBuilder } from './model-builder.ts';

/** Defaults are those of transformers' BertConfig, for fields that a checkpoint may leave out. */
const bertConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  type_vocab_size: size.default(2),
  hidden_act: z.string().default('gelu'),
  layer_norm_eps: z.number().min(0).default(1e-12),
  position_embedding_type: z.string().default('absolute'),
  tie_word_embeddings: z.boolean().default(true),
  is_decoder: z.boolean().default(false),
  add_cross_attention: z.boolean().default(false),
});
type BertConfig = z.output<typeof bertConfig>;

/** The parameters of the encoder go by their bare name, or under `bert.` when a head was saved with them. */
const PREFIXES = ['bert.', ''];

export function compileBert(
  rawConfig: Readonly<Record<string, unknown>>,
  tensors: TensorIndex,
): CompiledModel {
  const config = parseConfig(bertConfig, rawConfig);
  refuseUnless('position_embedding_type', config.position_embedding_type, 'absolute');
  refuseUnless('is_decoder', config.is_decoder, false);
  refuseUnless('add_cross_attention', config.add_cross_attention, false);
  const { hidden_size: dModel, num_attention_heads: heads } = config;
  if (dModel % heads !== 0)
    throw new CoreError(
      'MODEL_INVALID',
      `hidden_size ${dModel} is no multiple of num_attention_heads ${heads}`,
    );
  const activation = activationByName('hidden_act', config.hidden_act);

  const model = new ModelBuilder(tensors);
  const prefix = PREFIXES.find((one) => tensors.has(`${one}embeddings.word_embeddings.weight`)) ?? '';
  const wordEmbeddings = model.weights.take(
    [`${prefix}embeddings.word_embeddings.weight`],
    [config.vocab_size, dModel],
  );
  const inputIds = model.graph.input('input_ids', 'int64', ['batch', 'pos']);
  const attentionMask = model.graph.input('attention_mask', 'int64', ['batch', 'pos']);

  const additiveMask = paddingMask(model, attentionMask);
  let x = embed(model, `${prefix}embeddings`, config, wordEmbeddings, inputIds);
  for (let layer = 0; layer < config.num_hidden_layers; layer++)
    x = bertBlock(
      model,
      `${prefix}encoder.layer.${layer}`,
      `blocks.${layer}`,
      config,
      activation,
      x,
      additiveMask,
    );
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  if (model.weights.has('cls.predictions.transform.dense.weight'))
    maskedLanguageModelHead(model, config, activation, wordEmbeddings, x);

  return {
    architecture: 'bert',
    dimensions: {
      layers: config.num_hidden_layers,
      heads,
      dModel,
      dHead: dModel / heads,
      maxPositions: config.max_position_embeddings,
      vocabularySize: config.vocab_size,
      tokenTypes: config.type_vocab_size,
    },
    graph: model.graph,
    weights: model.weights,
  };
}

/** Sum of the three embeddings, normalised: [batch, pos, dModel]. */
function embed(
  model: ModelBuilder,
  name: string,
  config: BertConfig,
  wordEmbeddings: Value,
  inputIds: Value,
): Value {
  const { graph, weights } = model;
  const dModel = config.hidden_size;
  const axes = ['batch', 'pos', dModel];
  const tokenTypeIds = graph.input('token_type_ids', 'int64', ['batch', 'pos']);
  const positionTable = weights.take(
    [`${name}.position_embeddings.weight`],
    [config.max_position_embeddings, dModel],
  );
  const typeTable = weights.take([`${name}.token_type_embeddings.weight`], [config.type_vocab_size, dModel]);

  const token = model.hook('embed.hook_embed', gather(graph, wordEmbeddings, inputIds), axes);
  const positions = gather(graph, positionTable, positionsLike(graph, inputIds));
  const position = model.hook('embed.hook_pos_embed', positions, axes);
  const type = model.hook('embed.hook_token_type_embed', gather(graph, typeTable, tokenTypeIds), axes);
  const sum = add(graph, add(graph, token, type), position);
  const normalised = layerNorm(
    model,
    sum,
    takeLayerNorm(model, `${name}.LayerNorm`, dModel, config.layer_norm_eps),
  );
  return model.hook('hook_full_embed', normalised, axes);
}

/** @param name of the layer in the checkpoint @param block prefix of its hook names @param x [batch, pos, dModel] */
function bertBlock(
  model: ModelBuilder,
  name: string,
  block: string,
  config: BertConfig,
  activation: Activation,
  x: Value,
  additiveMask: Value,
): Value {
  const {
    hidden_size: dModel,
    intermediate_size: dMlp,
    num_attention_heads: heads,
    layer_norm_eps: epsilon,
  } = config;
  const stream = (hook: string, value: Value) =>
    model.hook(`${block}.${hook}`, value, ['batch', 'pos', dModel]);
  const attention = {
    query: takeLinear(model, `${name}.attention.self.query`, dModel, dModel),
    key: takeLinear(model, `${name}.attention.self.key`, dModel, dModel),
    value: takeLinear(model, `${name}.attention.self.value`, dModel, dModel),
    output: takeLinear(model, `${name}.attention.output.dense`, dModel, dModel),
    heads,
    dHead: dModel / heads,
  };
  const feedForward = {
    up: takeLinear(model, `${name}.intermediate.dense`, dModel, dMlp),
    down: takeLinear(model, `${name}.output.dense`, dMlp, dModel),
    activation,
    dMlp,
  };
  const ln1 = takeLayerNorm(model, `${name}.attention.output.LayerNorm`, dModel, epsilon);
  const ln2 = takeLayerNorm(model, `${name}.output.LayerNorm`, dModel, epsilon);

  const residPre = stream('hook_resid_pre', x);
  const attnOut = stream('hook_attn_out', selfAttention(model, block, residPre, attention, additiveMask));
  const residMid = stream('hook_resid_mid', add(model.graph, residPre, attnOut));
  const normalisedMid = stream('hook_normalized_resid_mid', layerNorm(model, residMid, ln1));
  const mlpOut = stream('hook_mlp_out', mlp(model, block, normalisedMid, feedForward));
  const residPost = stream('hook_resid_post', add(model.graph, normalisedMid, mlpOut));
  return stream('hook_normalized_resid_post', layerNorm(model, residPost, ln2));
}

/** A transform, then the dot product with every word embedding (or with a decoder of its own, where it is not tied). */
function maskedLanguageModelHead(
  model: ModelBuilder,
  config: BertConfig,
  activation: Activation,
  wordEmbeddings: Value,
  x: Value,
): void {
  const { graph, weights } = model;
  const { hidden_size: dModel, vocab_size: vocabulary } = config;
  const head = 'cls.predictions';
  const transform = takeLinear(model, `${head}.transform.dense`, dModel, dModel);
  const norm = takeLayerNorm(model, `${head}.transform.LayerNorm`, dModel, config.layer_norm_eps);
  const decoder = config.tie_word_embeddings
    ? wordEmbeddings
    : weights.take([`${head}.decoder.weight`], [vocabulary, dModel]);
  const bias = weights.take([`${head}.bias`, `${head}.decoder.bias`], [vocabulary]);

  const transformed = layerNorm(model, activation(graph, linear(model, x, transform)), norm);
  // Gemm reads the embeddings as they are stored; MatMul would need them a second time, transposed.
  const rows = gemmTransposed(graph, reshape(graph, transformed, [-1, dModel]), decoder, bias);
  model.hook('logits', unflatten(graph, rows, x, vocabulary), ['batch', 'pos', vocabulary]);
}

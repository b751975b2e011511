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
import { findTensor, type TensorIndex } from '../checkpoints/tensor-index.ts';
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
const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight';

/** What every part of the model is built from. */
interface Bert {
  readonly model: ModelBuilder;
  readonly config: BertConfig;
  readonly activation: Activation;
  /** Of the encoder's parameters. */
  readonly prefix: string;
  /** [vocabulary, dModel] */
  readonly wordEmbeddings: Value;
}

export function compileBert(
  rawConfig: Readonly<Record<string, unknown>>,
  tensors: TensorIndex,
  replaceable: ReadonlySet<string>,
): CompiledModel {
  const config = parseConfig(bertConfig, rawConfig);
  refuseUnless('position_embedding_type', config.position_embedding_type, 'absolute');
  refuseUnless('is_decoder', config.is_decoder, false);
  refuseUnless('add_cross_attention', config.add_cross_attention, false);
  const { hidden_size: dModel, num_attention_heads: heads, num_hidden_layers: layers } = config;
  if (dModel % heads !== 0)
    throw new CoreError(
      'MODEL_INVALID',
      `hidden_size ${dModel} is no multiple of num_attention_heads ${heads}`,
    );

  const model = new ModelBuilder(tensors, replaceable);
  const { graph, weights } = model;
  const names = PREFIXES.map((prefix) => prefix + WORD_EMBEDDINGS);
  const bert: Bert = {
    model,
    config,
    activation: activationByName('hidden_act', config.hidden_act),
    prefix: findTensor(tensors, names).slice(0, -WORD_EMBEDDINGS.length),
    wordEmbeddings: weights.take(names, [config.vocab_size, dModel]),
  };

  const additiveMask = paddingMask(model, graph.input('attention_mask', 'int64', ['batch', 'pos']));
  let x = embed(bert, graph.input('input_ids', 'int64', ['batch', 'pos']));
  for (let layer = 0; layer < layers; layer++) x = bertBlock(bert, layer, x, additiveMask);
  x = model.hook('resid_final', x, ['batch', 'pos', dModel]);
  if (weights.has('cls.predictions.transform.dense.weight')) maskedLanguageModelHead(bert, x);

  return {
    architecture: 'bert',
    causal: false,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead: dModel / heads,
      maxPositions: config.max_position_embeddings,
      vocabularySize: config.vocab_size,
      tokenTypes: config.type_vocab_size,
    },
    graph,
    weights,
  };
}

/** Sum of the three embeddings, normalised: [batch, pos, dModel]. */
function embed({ model, config, prefix, wordEmbeddings }: Bert, inputIds: Value): Value {
  const { graph, weights } = model;
  const { hidden_size: dModel, max_position_embeddings: positions, type_vocab_size: types } = config;
  const name = `${prefix}embeddings`;
  const positionTable = weights.take([`${name}.position_embeddings.weight`], [positions, dModel]);
  const typeTable = weights.take([`${name}.token_type_embeddings.weight`], [types, dModel]);
  const norm = takeLayerNorm(model, `${name}.LayerNorm`, dModel, config.layer_norm_eps);
  const typeIds = graph.input('token_type_ids', 'int64', ['batch', 'pos']);
  const embedding = (hook: string, table: Value, indices: Value) =>
    model.hook(`embed.${hook}`, gather(graph, table, indices), ['batch', 'pos', dModel]);

  const token = embedding('hook_embed', wordEmbeddings, inputIds);
  const position = embedding('hook_pos_embed', positionTable, positionsLike(graph, inputIds));
  const type = embedding('hook_token_type_embed', typeTable, typeIds);
  const sum = add(graph, add(graph, token, type), position);
  return model.hook('hook_full_embed', layerNorm(model, sum, norm), ['batch', 'pos', dModel]);
}

/** @param x [batch, pos, dModel] @returns what the next block gets, of the same shape */
function bertBlock({ model, config, activation, prefix }: Bert, layer: number, x: Value, mask: Value): Value {
  const { hidden_size: dModel, intermediate_size: dMlp, num_attention_heads: heads } = config;
  const name = `${prefix}encoder.layer.${layer}`;
  const block = `blocks.${layer}`;
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
  const ln1 = takeLayerNorm(model, `${name}.attention.output.LayerNorm`, dModel, config.layer_norm_eps);
  const ln2 = takeLayerNorm(model, `${name}.output.LayerNorm`, dModel, config.layer_norm_eps);

  const residPre = stream('hook_resid_pre', x);
  const attnOut = stream('hook_attn_out', selfAttention(model, block, residPre, attention, mask));
  const residMid = stream('hook_resid_mid', add(model.graph, residPre, attnOut));
  const normalisedMid = stream('hook_normalized_resid_mid', layerNorm(model, residMid, ln1));
  const mlpOut = stream('hook_mlp_out', mlp(model, block, normalisedMid, feedForward));
  const residPost = stream('hook_resid_post', add(model.graph, normalisedMid, mlpOut));
  return stream('hook_normalized_resid_post', layerNorm(model, residPost, ln2));
}

/** A transform, then the dot product with every word embedding (or with a decoder of its own, where it is not tied). */
function maskedLanguageModelHead({ model, config, activation, wordEmbeddings }: Bert, x: Value): void {
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

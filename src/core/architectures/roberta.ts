/**
 * RoBERTa (Liu et al. 2019): BERT's blocks; positions are counted from padding_idx + 1, over tokens that are not padding.
 *
 *   hook_full_embed              LN(token + token type + position)
 *   blocks.{l}.…                 post-norm-block.ts, attention.ts and mlp.ts describe their hook points
 *   resid_final                  what leaves the last block: its normalized_resid_post
 *   logits                       of the masked-LM head, where the checkpoint has one
 */
import { z } from 'zod';
import { CoreError } from '../errors.ts';
import type { Value } from '../onnx/graph.ts';
import { add, cumulativeSum, equal, mul, where } from '../onnx/operators.ts';
import { activationByName } from './activations.ts';
import type { BuiltModel } from './architecture.ts';
import { bertLayers } from './bert-layers.ts';
import { parseConfig, refuseUnless, size, wholeQuotient } from './config.ts';
import { embedding, tokenInputs } from './inputs.ts';
import { layerNorm, takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import { paddingMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import { maskedLanguageModelHead } from './unembedding.ts';

/** Defaults are those of transformers' RobertaConfig, for fields that a checkpoint may leave out. */
const robertaConfig = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  max_position_embeddings: size,
  type_vocab_size: size.default(2),
  pad_token_id: z.int().min(0).default(1),
  hidden_act: z.string().default('gelu'),
  layer_norm_eps: z.number().min(0).default(1e-12),
  position_embedding_type: z.string().default('absolute'),
  tie_word_embeddings: z.boolean().default(true),
  is_decoder: z.boolean().default(false),
  add_cross_attention: z.boolean().default(false),
});
type RobertaConfig = z.output<typeof robertaConfig>;

const PREFIXES = ['roberta.', ''];
const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight';
const HEAD = 'lm_head.';

export function buildRoberta(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  const config = parseConfig(robertaConfig, rawConfig);
  refuseUnless('position_embedding_type', config.position_embedding_type, 'absolute');
  refuseUnless('is_decoder', config.is_decoder, false);
  refuseUnless('add_cross_attention', config.add_cross_attention, false);
  const { hidden_size: dModel, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const dHead = wholeQuotient('hidden_size', dModel, 'num_attention_heads', heads);
  const activation = activationByName('hidden_act', config.hidden_act);

  const { weights } = model;
  const prefix = weights.prefix(PREFIXES, WORD_EMBEDDINGS);
  const wordEmbeddings = weights.take([prefix + WORD_EMBEDDINGS], [config.vocab_size, dModel]);
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = paddingMask(model, attentionMask);
  const embedded = embed(model, config, `${prefix}embeddings`, wordEmbeddings, inputIds);
  const final = bertLayers(model, prefix, config, activation, embedded, mask);
  if (weights.has(`${HEAD}dense.weight`)) head(model, config, wordEmbeddings, final);
  weights.leave(
    ...['position_ids', 'token_type_ids'].map((buffer) => `${prefix}embeddings.${buffer}`),
    ...['weight', 'bias'].map((part) => `${prefix}pooler.dense.${part}`),
  );

  return {
    causal: false,
    dimensions: {
      ...{ layers, heads, dModel, dHead },
      maxPositions: longestInput(config),
      vocabularySize: config.vocab_size,
      tokenTypes: config.type_vocab_size,
    },
    namespaces: [prefix, HEAD],
  };
}

/** Positions up to padding_idx are no token's. */
function longestInput({ max_position_embeddings: positions, pad_token_id: padding }: RobertaConfig): number {
  if (positions > padding + 1) return positions - padding - 1;
  throw new CoreError(
    'MODEL_INVALID',
    `max_position_embeddings ${positions} leaves no position after pad_token_id ${padding}`,
  );
}

/** Sum of the three embeddings, normalised: [batch, pos, dModel]. */
function embed(
  model: ModelBuilder,
  config: RobertaConfig,
  name: string,
  wordEmbeddings: Value,
  inputIds: Value,
): Value {
  const { graph, weights } = model;
  const { hidden_size: dModel, max_position_embeddings: positions, type_vocab_size: types } = config;
  const positionTable = weights.take([`${name}.position_embeddings.weight`], [positions, dModel]);
  const typeTable = weights.take([`${name}.token_type_embeddings.weight`], [types, dModel]);
  const norm = takeLayerNorm(model, `${name}.LayerNorm`, dModel, config.layer_norm_eps);
  const typeIds = graph.input('token_type_ids', 'int64', ['batch', 'pos']);

  const token = embedding(model, 'embed.hook_embed', wordEmbeddings, inputIds, dModel);
  const positionIds = positionsAfterPadding(model, inputIds, config.pad_token_id);
  const position = embedding(model, 'embed.hook_pos_embed', positionTable, positionIds, dModel);
  const type = embedding(model, 'embed.hook_token_type_embed', typeTable, typeIds, dModel);
  const sum = add(graph, add(graph, token, type), position);
  return model.hook('hook_full_embed', layerNorm(model, sum, norm), ['batch', 'pos', dModel]);
}

/**
 * As transformers counts them: the n-th id that is not padding's is at padding_idx + n, padding itself at padding_idx.
 * Padding with another id, on the right, is counted on; no real position sees that.
 * @param inputIds int64 [batch, pos] @returns the same
 */
function positionsAfterPadding({ graph }: ModelBuilder, inputIds: Value, padding: number): Value {
  const constant = (value: number) => graph.constant('int64', value);
  const counts = where(graph, equal(graph, inputIds, constant(padding)), constant(0), constant(1));
  const positions = mul(graph, cumulativeSum(graph, counts), counts);
  return add(graph, positions, constant(padding));
}

/** Its activation is gelu, whatever the layers have. */
function head(model: ModelBuilder, config: RobertaConfig, wordEmbeddings: Value, x: Value): void {
  const { weights } = model;
  const { hidden_size: dModel, vocab_size: vocabulary, tie_word_embeddings: tied } = config;
  const decoder = `${HEAD}decoder.weight`;
  const biases = [`${HEAD}bias`, `${HEAD}decoder.bias`];
  if (tied) weights.leave(decoder);
  maskedLanguageModelHead(model, x, {
    transform: takeLinear(model, `${HEAD}dense`, dModel, dModel),
    activation: activationByName('activation', 'gelu'),
    norm: takeLayerNorm(model, `${HEAD}layer_norm`, dModel, config.layer_norm_eps),
    unembedding: {
      weight: tied ? wordEmbeddings : weights.take([decoder], [vocabulary, dModel]),
      bias: weights.take(tied ? biases : biases.toReversed(), [vocabulary]),
      ...{ vocabulary, dModel },
    },
  });
}

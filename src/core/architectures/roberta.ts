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
import { bertConfig, refuseUnlessEncoder } from './bert-config.ts';
import { bertEmbeddings } from './bert-embeddings.ts';
import { bertLayers } from './bert-layers.ts';
import { parseConfig, wholeQuotient } from './config.ts';
import { tokenInputs } from './inputs.ts';
import { takeLayerNorm } from './layer-norm.ts';
import { takeLinear } from './linear.ts';
import { paddingMask } from './masks.ts';
import type { ModelBuilder } from './model-builder.ts';
import { maskedLanguageModelHead } from './unembedding.ts';

/** The default is that of transformers' RobertaConfig. */
const robertaConfig = bertConfig.extend({ pad_token_id: z.int().min(0).default(1) });
type RobertaConfig = z.output<typeof robertaConfig>;

const PREFIXES = ['roberta.', ''];
const WORD_EMBEDDINGS = 'embeddings.word_embeddings.weight';
const HEAD = 'lm_head.';

export function buildRoberta(rawConfig: Readonly<Record<string, unknown>>, model: ModelBuilder): BuiltModel {
  const config = parseConfig(robertaConfig, rawConfig);
  refuseUnlessEncoder(config);
  const { hidden_size: dModel, num_attention_heads: heads, num_hidden_layers: layers } = config;
  const dHead = wholeQuotient('hidden_size', dModel, 'num_attention_heads', heads);
  const activation = activationByName('hidden_act', config.hidden_act);

  const { weights } = model;
  const prefix = weights.prefix(PREFIXES, WORD_EMBEDDINGS);
  const wordEmbeddings = weights.take([prefix + WORD_EMBEDDINGS], [config.vocab_size, dModel]);
  const { inputIds, attentionMask } = tokenInputs(model);
  const mask = paddingMask(model, attentionMask);
  const positions = positionsAfterPadding(model, inputIds, config.pad_token_id);
  const ids = { input: inputIds, position: positions, firstPosition: config.pad_token_id + 1 };
  const embedded = bertEmbeddings(model, config, `${prefix}embeddings`, wordEmbeddings, ids);
  const final = bertLayers(model, prefix, config, activation, embedded, mask);
  if (weights.has(`${HEAD}dense.weight`)) head(model, config, wordEmbeddings, final);
  weights.leave(
    ...['position_ids', 'token_type_ids'].map((buffer) => `${prefix}embeddings.${buffer}`),
    ...['weight', 'bias'].map((part) => `${prefix}pooler.dense.${part}`),
  );

  return {
    causal: false,
    dimensions: {
      layers,
      heads,
      dModel,
      dHead,
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
    layers: config.num_hidden_layers,
    transform: takeLinear(model, `${HEAD}dense`, dModel, dModel),
    activation: activationByName('activation', 'gelu'),
    norm: takeLayerNorm(model, `${HEAD}layer_norm`, dModel, config.layer_norm_eps),
    unembedding: {
      weight: tied ? wordEmbeddings : weights.take([decoder], [vocabulary, dModel]),
      bias: weights.take(tied ? biases : biases.toReversed(), [vocabulary]),
      vocabulary,
      dModel,
    },
  });
}
